import { describe, expect, it } from 'vitest';
import type { ReplicaSet } from '../../sandbox/kubernetes/model.ts';
import { ask, type List } from '../sandbox/kubernetes/harness.ts';
import { byHand } from './by-hand.ts';
import { button, patches, startCrashing } from './crashing.ts';
import { type Dialogue, people, startDialogue } from './dialogue.ts';

const deployment = '/apis/apps/v1/namespaces/prod/deployments/payments-api';
const replicaSets = '/apis/apps/v1/namespaces/prod/replicasets';

async function replicaSetOf({ kubernetes }: Dialogue, version: string): Promise<string> {
  const headers = { authorization: `Bearer ${kubernetes.token}` };
  const { body } = await ask<List<ReplicaSet>>(kubernetes, replicaSets, { headers });
  const found = body.items.find((set) => set.spec.template.spec.containers[0]?.image.endsWith(`:${version}`));
  return found?.metadata.name ?? expect.fail(`there is no ReplicaSet of ${version}`);
}

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
    const v41 = await replicaSetOf(world, 'v41');
    await byHand(world, 'DELETE', `${replicaSets}/${v41}`);
    await world.rollBack(people.ada, card, button);

    const told = await world.card('The rollback of prod from v42 to v41 by @Ada failed');

    expect(world.slack.describeMessage(told)).toContain('does not keep v41 any more');
    expect(patches(world)).toEqual([]);
  });

  it('a Deployment that is paused: said, and nothing changed', async () => {
    const { world, card } = await startCrashing();
    await byHand(world, 'PATCH', deployment, { spec: { paused: true } });
    const before = patches(world).length;

    await world.rollBack(people.ada, card, button);
    const told = await world.card('The rollback of prod from v42 to v41 by @Ada failed', 'paused');

    expect(told.ts).toBe(card.ts);
    expect(world.slack.describeMessage(told)).toContain('Nothing was changed');
    expect(patches(world)).toHaveLength(before);
  });

  it('a Deployment that keeps no history: there is no button, and the card says why', async () => {
    const world = await startDialogue({
      pace: 0.5,
      configure: (config) => ({ ...config, rollouts: { ...config.rollouts, watchAfterSuccessMs: 0 } }),
    });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3, revisionHistoryLimit: 0 });
    await world.card('v42 is live in prod');

    const alert = await world.card('v42 began to fail in prod', 'no earlier version');

    expect(world.slack.describeMessage(alert)).not.toContain('[ Roll back');
  });
});
