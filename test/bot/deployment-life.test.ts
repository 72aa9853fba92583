import { describe, expect, it } from 'vitest';
import { untilAvailable } from '../../sandbox/world.ts';
import { byHand } from './by-hand.ts';
import { people, startDialogue } from './dialogue.ts';

const path = '/apis/apps/v1/namespaces/prod/deployments/payments-api';

/** `kubectl rollout restart` */
const restart = {
  spec: {
    template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T12:00:00Z' } } },
  },
};

describe('a Deployment', () => {
  it('that is paused stands still for as long as it takes, and goes on when it is resumed', async () => {
    const world = await startDialogue({ pace: 0.15 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await byHand(world, 'PATCH', path, { spec: { paused: true } });
    const paused = await world.card('v42 → prod', 'paused', 'kubectl rollout resume lets it go on.');
    await byHand(world, 'PATCH', path, { spec: { paused: false } });
    const live = await world.card('v42 is live in prod');

    expect([paused.ts, live.ts]).toEqual([before.ts, before.ts]);
  });

  it('with no replicas is there without pods, and says so', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'good', replicas: 0 });

    expect(await world.card('v42 is live in prod', 'scaled to 0 pods')).toBeDefined();
  });

  it('that an autoscaler grows on the way counts to the new number', async () => {
    const world = await startDialogue({ pace: 0.15 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    await world.saw('v42 → prod', '0 of 3 pods updated');

    await world.kubernetes.scale('prod', 'payments-api', 5);
    await world.saw('v42 → prod', 'of 5 pods updated');

    expect(await world.card('v42 is live in prod', '5 of 5 pods on v42')).toBeDefined();
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('that an autoscaler shrinks after the release says nothing more', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'good' });
    const live = await world.card('v42 is live in prod', '3 of 3 pods on v42');
    const edits = world.recorder.sightings.length;

    await world.kubernetes.scale('prod', 'payments-api', 1);
    await world.kubernetes.scale('prod', 'payments-api', 6);
    // Something else that comes after it and is told.
    await world.deploy({
      name: 'ledger',
      labels: { 'shipmate.dev/team': 'payments' },
      version: 'v1',
      behaviour: 'good',
    });
    await world.card('ledger', 'v1 is live in prod');

    const ofPayments = world.recorder.sightings.slice(edits).filter(({ ts }) => ts === live.ts);
    expect(ofPayments).toEqual([]);
  });

  it('that is deleted on the way ends as deleted', async () => {
    const world = await startDialogue({ pace: 0.15 });
    await world.deploy({ version: 'v42', behaviour: 'slow' });
    const before = await world.card('v42 → prod');

    await world.kubernetes.remove('prod', 'payments-api');

    expect(await world.card('v42 was deleted from prod before it was live')).toMatchObject({ ts: before.ts });
  });

  it('that goes from one bad version straight to another tells of both, and offers the good one', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('v42 is failing in prod', '[ Roll back to v41 ]');

    await world.deploy({ version: 'v43', behaviour: 'oom' });
    const second = await world.card('v43 is failing in prod', 'memory', '[ Roll back to v41 ]');
    const first = await world.card('v42 failed and was superseded in prod by v43');
    await world.deploy({ version: 'v44', behaviour: 'good' });
    await world.card('v44 is live in prod');

    expect(world.slack.describeMessage(first)).not.toContain('[ Roll back');
    expect(second.ts).not.toBe(first.ts);
    expect(await world.card('v43 failed and was superseded in prod by v44')).toMatchObject({ ts: second.ts });
  });
});

describe('what a release changes', () => {
  it('is a restart, when nothing else is', async () => {
    const world = await startDialogue();

    await byHand(world, 'PATCH', path, restart);
    const card = await world.card('v41 is live in prod', 'restart of v41');

    expect(world.slack.describeMessage(card)).not.toContain('Changed:');
    expect(await world.saw('restart of v41', 'older pods still serve traffic.')).toBeDefined();
  });

  it('is named by variable and reference, never with a value', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v41', behaviour: 'good', env: { DB_POOL_SIZE: 'sw0rdfish-20' } });
    await world.card(
      'v41 is live in prod',
      'new configuration, same image',
      'Changed: env DB_POOL_SIZE added.',
    );

    await world.deploy({ version: 'v41', behaviour: 'misconfigured', env: { DB_POOL_SIZE: 'sw0rdfish-30' } });
    await world.card(
      'v41 is failing in prod',
      'Changed: env DB_POOL_SIZE; env DB_URL added.',
      'ConfigMap payments-config has no key DB_URL.',
    );

    expect(world.recorder.sightings.map(({ text }) => text).join('\n')).not.toContain('sw0rdfish');
  });

  it('is said again, the other way round, before it is taken back', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v41', behaviour: 'good', env: { DB_POOL_SIZE: '20' } });
    await world.card('v41 is live in prod', 'Changed: env DB_POOL_SIZE added.');
    await world.deploy({ version: 'v41', behaviour: 'misconfigured', env: { DB_POOL_SIZE: '20' } });
    const card = await world.card('v41 is failing in prod', '[ Roll back to v41 ]');

    await world.press(people.ada, card, 'Roll back to v41');
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    const [view] = world.slack.views(people.ada);

    expect(world.slack.describeView(view ?? expect.fail())).toContain('env DB_URL removed');
  });
});

describe('going back', () => {
  it('past Shipmate is not mistaken for a failure by what the controller last said of the bad version', async () => {
    // The bad version replaces all pods at once, so that going back begins with none, and the old word still stands.
    const settings = { progressDeadlineSeconds: 20, maxUnavailable: '100%' };
    const world = await startDialogue({
      before: async ({ deploy, kubernetes }) => {
        const available = untilAvailable(kubernetes, ['payments-api'], 3);
        await deploy({ version: 'v41', behaviour: 'slow', ...settings });
        await available;
      },
    });
    await world.deploy({ version: 'v42', behaviour: 'never-ready', ...settings });
    await world.card('v42 failed in prod', 'has timed out progressing.');

    await world.deploy({ version: 'v41', behaviour: 'slow', ...settings });
    const back = await world.card('v41 is live in prod', '3 of 3 pods on v41');

    expect(world.slack.thread('#team-payments', back.ts)).toHaveLength(1);
    expect(world.recorder.sightings.filter(({ text }) => /v41 (?:failed|is failing)/.test(text))).toEqual([]);
    expect(await world.card('v42 failed in prod')).toBeDefined();
  });

  it('and forth keeps versions apart, although their ReplicaSets get new numbers', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'good' });
    const first = await world.card('v42 is live in prod');

    await world.deploy({ version: 'v41', behaviour: 'good' });
    await world.card('v41 is live in prod');
    await world.deploy({ version: 'v43', behaviour: 'crashing' });
    const bad = await world.card('v43 is failing in prod', '[ Roll back to v41 ]');
    await world.rollBack(people.ada, bad, 'Roll back to v41');
    const done = await world.card(
      'olled back by @Ada',
      '3 of 3 pods on v41',
      'by a Kubernetes undo',
      'exited with code 1',
    );

    expect(done.ts).toBe(bad.ts);
    expect(first.ts).not.toBe(bad.ts);
    expect(await world.card('v42 is live in prod')).toMatchObject({ ts: first.ts });
  });
});
