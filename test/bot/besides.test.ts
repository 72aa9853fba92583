import { describe, expect, it } from 'vitest';
import { button } from './crashing.ts';
import { startDialogue } from './dialogue.ts';

/** Five minutes of patience are two and a half seconds. */
const patience = 1 / 120;

describe('pods of the version before that crash', () => {
  it('are said to be of that version, and are nothing against the new one', async () => {
    const world = await startDialogue({ pace: 0.5 });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    await world.card('v42 is live in prod');

    await world.deploy({ version: 'v43', behaviour: 'never-ready', maxSurge: 1 });
    const card = await world.card('v43', 'of v42, the version before, crash', 'exits with code 2');

    expect(world.slack.describeMessage(card)).not.toMatch(/v43 (is failing|failed)/);
    expect(world.slack.thread('#team-payments', card.ts)).toHaveLength(1);
  }, 30_000);

  it('are said beside the trouble of the new one, so that nobody goes back to them unawares', async () => {
    const world = await startDialogue({ pace: 0.5 });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    await world.card('v42 is live in prod');

    await world.deploy({ version: 'v43', behaviour: 'crashing', maxSurge: 1 });

    expect(
      await world.card('v43 is failing in prod', 'DB_POOL_SIZE', 'of v42, the version before, crash', 'too:'),
    ).toBeDefined();
  }, 30_000);
});

describe('a version whose ReplicaSet cannot be created', () => {
  it('is failing at once, while the one before serves, and there is nothing to roll back', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'set-quota' });
    const card = await world.card('v42 is failing in prod', 'its ReplicaSet cannot be created');

    const text = world.slack.describeMessage(card);
    expect(text).toContain('exceeded quota: objects');
    expect(text).toContain('3 pods of v41 still serve traffic.');
    expect(text).toContain('There is nothing to roll back');
    expect(text).not.toContain(`[ ${button} ]`);
  });

  it('is left for the next version, which goes live on a card of its own', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'set-quota' });
    const refused = await world.card('v42 is failing in prod');

    await world.deploy({ version: 'v43', behaviour: 'good' });
    const live = await world.card('v43 is live in prod');

    expect(live.ts).not.toBe(refused.ts);
    expect(await world.card('v42', 'superseded in prod by v43')).toMatchObject({ ts: refused.ts });
  });
});

describe('an autoscaler without metrics', () => {
  it('is said on the card, and the version is live all the same', async () => {
    const world = await startDialogue({ patience });

    await world.deploy({ version: 'v42', behaviour: 'autoscaled' });
    const card = await world.card(
      'v42 is live in prod',
      'The autoscaler payments-api gets no CPU or memory metrics of the pods',
      'metrics-server',
    );

    expect(world.slack.thread('#team-payments', card.ts)).toHaveLength(1);
  });
});

describe('a node that is not heard of', () => {
  it('explains its pods, which are not counted among those that fail', async () => {
    const world = await startDialogue({ patience });
    await world.deploy({ version: 'v42', behaviour: 'never-ready', replicas: 16, maxSurge: 16 });
    await world.card('v42', 'prod', '0 of 16 pods');
    await world.kubernetes.node('node-b', 'lost');

    const card = await world.card(
      'v42 is failing in prod',
      'on node node-b, which is not ready',
      'run but are not ready',
    );

    const text = world.slack.describeMessage(card);
    const count = (pattern: RegExp) => Number(pattern.exec(text)?.[1]);
    const lost = count(/(\d+) pods? of v42 (?:is|are) on node node-b/);
    const unready = count(/(\d+) pods? of v42 runs? but/);
    expect(lost).toBeGreaterThan(0);
    expect(lost + unready).toBe(16);
  });

  it('that is short of memory is named beside the crash', async () => {
    const world = await startDialogue();
    await world.kubernetes.node('node-a', 'MemoryPressure');
    await world.kubernetes.node('node-b', 'MemoryPressure');

    await world.deploy({ version: 'v42', behaviour: 'crashing' });

    expect(await world.card('v42 is failing in prod', 'is short of memory.')).toBeDefined();
  });
});

describe('a bot that may read neither nodes nor autoscalers', () => {
  it('works without, and says once which rules are missing', async () => {
    const withheld = new Set(['nodes', 'horizontalpodautoscalers']);
    const world = await startDialogue({
      kubernetes: { permissions: (_verb, _group, resource) => !withheld.has(resource) },
    });

    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('v42 is failing in prod', `[ ${button} ]`);

    const told = world.logged.filter(({ message }) => message.includes('may not be read'));
    const reasons = told.map(({ fields }) => JSON.stringify(fields)).toSorted();
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toContain('horizontalpodautoscalers.autoscaling in all namespaces');
    expect(reasons[1]).toContain('to watch nodes. Grant it by RBAC.');
    expect((await fetch(`${world.bot.url}/readyz`)).status).toBe(200);
  });
});
