import { describe, expect, it } from 'vitest';
import { type Dialogue, type DialogueOptions, people, startDialogue } from './dialogue.ts';

const ofPayments = { name: 'ledger', labels: { 'shipmate.dev/team': 'payments' } } as const;

type Request = Parameters<Dialogue['deploy']>[0];

/** v2 of a workload crashes after v1 was healthy. */
async function crashing(request: Partial<Request>, options: DialogueOptions = {}) {
  const world = await startDialogue(options);
  await world.deploy({ ...ofPayments, version: 'v1', behaviour: 'good', ...request });
  await world.card('ledger', 'v1 is live in prod');
  await world.deploy({ ...ofPayments, version: 'v2', behaviour: 'crashing', ...request });
  return world;
}

describe('the way back of other kinds', () => {
  it('a StatefulSet, whose pod that does not start is deleted when asked for', async () => {
    const world = await crashing({ kind: 'StatefulSet' });
    const card = await world.card('ledger', '[ Roll back to v1 ]');

    await world.press(people.ada, card, 'Roll back to v1');
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    const [view] = world.slack.views(people.ada);
    const asked = world.slack.describeView(view ?? expect.fail('no dialog'));
    await world.slack.as(people.ada).submit();

    expect(asked).toContain('Delete pods of v2 that are not ready');
    expect(await world.card('olled back by @Ada', '3 of 3 pods on v1')).toMatchObject({ ts: card.ts });
  });

  it('a DaemonSet', async () => {
    const world = await crashing({ kind: 'DaemonSet' });
    const card = await world.card('ledger', '[ Roll back to v1 ]');

    await world.rollBack(people.ada, card, 'Roll back to v1');

    expect(await world.card('olled back by @Ada', 'on v1')).toMatchObject({ ts: card.ts });
  });

  it('an Argo Rollout in flight: it is aborted, and its specification stays', async () => {
    const world = await crashing({ kind: 'Rollout', steps: [{ setWeight: 34 }, { pause: {} }] });
    const card = await world.card('ledger', '[ Abort, back to v1 ]');

    await world.rollBack(people.ada, card, 'Abort, back to v1');
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v1');
    const patches = world.kubernetes.requests.filter(({ method }) => method === 'PATCH');

    expect(done.ts).toBe(card.ts);
    expect(done.text).not.toContain('was aborted');
    expect(patches.map(({ path }) => path)).toEqual([expect.stringMatching(/rollouts\/ledger\/status$/)]);
  });
});
