import { describe, expect, it } from 'vitest';
import { whenWritten } from '../sandbox/kubernetes/workloads.ts';
import { until } from '../until.ts';
import { labels, nothing } from './by-hand.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const report = { kind: 'CronJob', name: 'report', labels, backoffLimit: 0 } as const;

/** Runs it now, and waits until its Job has come to the end. */
async function run({ kubernetes }: Dialogue, end: 'Complete' | 'Failed'): Promise<void> {
  const over = whenWritten(kubernetes, 'Job', ({ status }) =>
    (status?.conditions ?? []).some(({ type, status: state }) => type === end && state === 'True'),
  );
  await kubernetes.trigger('prod', 'report');
  const { metadata } = await over;
  // Jobs are stamped in seconds, and no schedule makes two in one.
  await until(() => Date.now() >= Date.parse(metadata.creationTimestamp ?? '') + 1_000);
}

describe('a CronJob', () => {
  it('is told of only when a Job of it fails, by the name of that Job', async () => {
    const world = await startDialogue({ before: nothing });
    await world.deploy({ ...report, version: 'v42', behaviour: 'good' });
    await run(world, 'Complete');
    expect(world.slack.messages('#team-payments')).toEqual([]);

    await world.deploy({ ...report, version: 'v43', behaviour: 'crashing' });
    await run(world, 'Failed');
    const card = await world.card(
      'report · v43',
      'failed: BackoffLimitExceeded',
      'DB_POOL_SIZE must be a number',
      'kubectl create job --from=cronjob/report report-again -n prod',
    );

    expect(world.slack.describeMessage(card)).toMatch(/job report-\d+ failed/);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('tells of the next Job that fails apart, and nothing of one that succeeds in between', async () => {
    const world = await startDialogue({ before: nothing });
    await world.deploy({ ...report, version: 'v42', behaviour: 'crashing' });
    await run(world, 'Failed');
    const first = await world.card('failed: BackoffLimitExceeded', 'kubectl create job');

    await world.deploy({ ...report, version: 'v42', behaviour: 'good' });
    await run(world, 'Complete');
    await world.deploy({ ...report, version: 'v42', behaviour: 'crashing' });
    await run(world, 'Failed');
    await world.slack.waitFor(() => world.slack.messages('#team-payments').length === 2);

    const [, second] = world.slack.messages('#team-payments');
    expect(second?.ts).not.toBe(first.ts);
    const names = world.slack
      .messages('#team-payments')
      .map((message) => /job (report-\d+) failed/.exec(world.slack.describeMessage(message))?.[1]);
    expect(new Set(names).size).toBe(2);
  });
});
