import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { untilAvailable } from '../../sandbox/world.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const isPatch = ({ method }: { method: string }) => method === 'PATCH';

/** Deploys, and waits until the controller has taken it up: what is replaced before that never was. */
async function deployAway(world: Dialogue, version: string, behaviour: 'good' | 'crashing'): Promise<void> {
  const takenUp = new Promise<void>((resolve) => {
    const stop = world.kubernetes.onWrite(({ object }) => {
      if (object.kind !== 'ReplicaSet' || !JSON.stringify(object['spec']).includes(`:${version}"`)) return;
      stop();
      resolve();
    });
  });
  await world.deploy({ version, behaviour });
  await takenUp;
}

describe('a restart of Shipmate', () => {
  it('in the middle of a rollout goes on with the same message', async () => {
    const world = await startDialogue({ pace: 0.3 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await world.stopBot();
    await world.startBot();
    const after = await world.card('v42 is live in prod');

    expect(after.ts).toBe(before.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('tells of a version that came while it was away, with its verdict', async () => {
    const world = await startDialogue();

    await world.stopBot();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.startBot();

    expect(await world.card('v42 is failing in prod', '[ Roll back to v41 ]')).toBeDefined();
  });

  it('tells of every version that came and went while it was away', async () => {
    const world = await startDialogue();

    await world.stopBot();
    await deployAway(world, 'v42', 'good');
    await deployAway(world, 'v43', 'crashing');
    await deployAway(world, 'v44', 'good');
    await world.startBot();
    await world.card('v44 is live in prod');

    await world.card('v42 was superseded in prod by v43, while Shipmate was not looking');
    await world.card('v43 was superseded in prod by v44, while Shipmate was not looking', 'prod · not seen');
    const cards = world.slack.messages('#team-payments');
    expect(cards).toHaveLength(3);
    // Nobody is called to what is over.
    expect(cards.map(({ ts }) => world.slack.thread('#team-payments', ts))).toEqual(
      cards.map((each) => [each]),
    );
  });

  it('gives a build the end of its rollout, although that came and went while it was away', async () => {
    const world = await startDialogue();
    await world.pipeline.build({ service: 'payments-api', version: 'v42', title: 'A change', author: 'Ada' });
    const before = await world.card('v42', 'its rollout has not started yet');

    await world.stopBot();
    await deployAway(world, 'v42', 'crashing');
    await deployAway(world, 'v41', 'good');
    await world.startBot();
    const after = await world.card(
      'v42 was left in prod: somebody went back to v41, not through Shipmate, while Shipmate was not looking',
    );

    expect(after.ts).toBe(before.ts);
  });

  it('tells of a service that is new since, and of none that was there before', async () => {
    const world = await startDialogue();
    const labels = { 'shipmate.dev/team': 'payments' };

    await world.stopBot();
    await world.deploy({ name: 'ledger', version: 'v1', behaviour: 'good', labels });
    await world.startBot();
    await world.card('ledger', 'v1 is live in prod', 'first rollout');

    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('says of a rollout that was deleted meanwhile that it was', async () => {
    const world = await startDialogue({ pace: 0.3 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await world.stopBot();
    await world.kubernetes.remove('prod', 'payments-api');
    await world.startBot();
    const after = await world.card('v42 was deleted from prod before it was live');

    expect(after.ts).toBe(before.ts);
  });

  it('does not take the time for lost in which nobody looked', async () => {
    const world = await startDialogue({
      pace: 0.3,
      configure: (config) => ({ ...config, rollouts: { ...config.rollouts, deadlineMs: 3_000 } }),
    });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await world.stopBot();
    await untilAvailable(world.kubernetes, ['payments-api'], 3);
    // Past every deadline.
    await wait(3_000);
    await world.startBot();
    const after = await world.card('v42 is live in prod');

    expect(after.ts).toBe(before.ts);
    expect(world.slack.thread('#team-payments', after.ts)).toHaveLength(1);
  });

  it('announces nothing twice', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'DB_POOL_SIZE must be a number');

    await world.stopBot();
    await world.startBot();
    await world.deploy({
      name: 'ledger',
      labels: { 'shipmate.dev/team': 'payments' },
      version: 'v1',
      behaviour: 'good',
    });
    await world.card('ledger', 'v1 is live in prod');

    await world.file(card);

    expect(world.slack.messages('#team-payments')).toHaveLength(2);
    // The card, the reply that pings, and the log.
    expect(world.slack.thread('#team-payments', card.ts)).toHaveLength(3);
  });

  it('tells that a workload was deleted while it was away', async () => {
    const world = await startDialogue({ pace: 0.3 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await world.stopBot();
    await world.kubernetes.remove('prod', 'payments-api');
    await world.startBot();
    const after = await world.card('v42 was deleted from prod before it was live');

    expect(after.ts).toBe(before.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('tells a workload that was made again meanwhile from the one before', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const before = await world.card('v42 is failing in prod', '[ Roll back to v41 ]');

    await world.stopBot();
    await world.kubernetes.remove('prod', 'payments-api');
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.startBot();
    const ended = await world.card('v42 failed and was deleted from prod');
    const live = await world.card('v43 is live in prod', 'first rollout');

    expect(ended.ts).toBe(before.ts);
    expect(live.ts).not.toBe(before.ts);
    expect(world.slack.describeMessage(ended)).not.toContain('[ Roll back');
  });

  it('carries out a rollback that was accepted before it', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('[ Roll back to v41 ]');
    world.kubernetes.faults.next({ match: isPatch, status: 503, times: 1 });

    await world.rollBack('U0ADA', card, 'Roll back to v41');
    await world.stopBot();
    const refused = world.kubernetes.requests.filter(isPatch).length;
    await world.startBot();
    const done = await world.card('olled back by', '3 of 3 pods on v41');

    expect(done.ts).toBe(card.ts);
    expect(refused).toBe(1);
    expect(world.kubernetes.requests.filter(isPatch)).toHaveLength(2);
  });
});
