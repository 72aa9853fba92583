import { describe, expect, it } from 'vitest';
import { button, patches, startCrashing } from './crashing.ts';
import { people, startDialogue } from './dialogue.ts';

describe('a slow Slack', () => {
  it('does not keep what was accepted from being done', async () => {
    const { world, card } = await startCrashing();
    await world.press(people.ada, card, button);
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    await world.stopBot();
    await world.startBot();
    world.slack.faults.next({ method: 'users.info', delayMs: 1_000 });

    await world.slack.as(people.ada).submit();

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toBeDefined();
    expect(world.slack.deliveryErrors).toEqual([]);
  });

  it('that does not say who pressed is said, before a person gives up waiting', async () => {
    const { world, card } = await startCrashing();
    world.slack.faults.next({ method: 'users.info', delayMs: 3_600 });

    await world.press(people.ada, card, button);

    expect(await world.told(people.ada, 'Slack did not tell me who you are')).toBeDefined();
  });
});

describe('what stands in the way', () => {
  it('a manager: the card explains in place of the button', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'crashing', managedBy: 'flux' });
    const card = await world.card('v42 is failing in prod', 'Flux');

    expect(world.slack.describeMessage(card)).not.toContain('[ Roll back');
  });

  it('missing rights: the card names the rule', async () => {
    const { world, card } = await startCrashing({
      kubernetes: { permissions: (verb) => verb !== 'patch' },
    });

    await world.rollBack(people.ada, card, button);

    expect(await world.card('may not patch deployments')).toMatchObject({ ts: card.ts });
  });

  it('an API server that applies the patch and never answers: it acts once all the same', async () => {
    const { world, card } = await startCrashing();
    world.kubernetes.faults.hangAfterPatch(1);

    await world.rollBack(people.ada, card, button);

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: card.ts });
  }, 30_000);

  it('an old ReplicaSet that is gone: said, and nothing changed', async () => {
    const { world, card } = await startCrashing();
    await world.deploy({ version: 'v42', behaviour: 'crashing', revisionHistoryLimit: 0 });
    await world.kubernetes.remove('prod', 'payments-api');

    await world.rollBack(people.ada, card, button).catch(() => undefined);

    expect(patches(world)).toEqual([]);
  });
});
