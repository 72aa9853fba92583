import { describe, expect, it } from 'vitest';
import { logsWanted } from '../../../src/domain/release/attach-log.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { endCard } from '../../../src/domain/release/follow-card.ts';
import { dueAt, keepTime } from '../../../src/domain/release/keep-time.ts';
import { revisionVerdicts } from '../../../src/domain/release/revision-verdicts.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { type WorkloadKind, workloadKey } from '../../../src/domain/rollout/workload.ts';
import { counts, crash, look, onlyRollout, openCard, play, settings } from './story.ts';

const statusOf = (card: Card) => onlyRollout(card).status;
const verdictOf = (card: Card) => card.releases[0]?.verdict?.kind;

function lookAt(kind: WorkloadKind, number: number, overrides: Partial<WorkloadObservation> = {}) {
  const workload = { cluster: 'eu', namespace: 'prod', kind, name: 'ledger' };
  return look(number, { workload, uid: 'workload-1', ...overrides });
}

describe('a StatefulSet with a partition', () => {
  const partial = lookAt('StatefulSet', 43, { phase: 'partition-complete', counts: counts(1) });

  it('has succeeded as far as it may go, and is still followed', () => {
    const card = play(openCard(lookAt('StatefulSet', 43)), partial);

    expect(statusOf(card)).toBe('partition-complete');
    expect(verdictOf(card)).toBe('succeeded');
    expect(revisionVerdicts(undefined, card, 0)).toEqual([]);
  });

  it('goes on when the partition is lowered, with a clock that starts anew', () => {
    const rested = play(openCard(lookAt('StatefulSet', 43)), partial);
    const late = 10 * settings.deadlineMs;

    const resumed = play(keepTime(rested, late, settings), partial, lookAt('StatefulSet', 43));
    const done = play(resumed, lookAt('StatefulSet', 43, { phase: 'complete', counts: counts(3) }));

    expect(statusOf(resumed)).toBe('progressing');
    expect(onlyRollout(resumed).progress?.at).toBeGreaterThan(0);
    expect(onlyRollout(resumed).endedAt).toBeUndefined();
    expect(verdictOf(done)).toBe('succeeded');
    expect(statusOf(done)).toBe('complete');
  });

  it('keeps its verdict when a newer revision comes', () => {
    const card = play(openCard(lookAt('StatefulSet', 43)), partial, lookAt('StatefulSet', 44));

    expect(onlyRollout(card)).toMatchObject({ status: 'partition-complete', isLeft: true });
    expect(verdictOf(card)).toBe('succeeded');
  });

  it('is failing when one of its new pods crashes', () => {
    const card = play(openCard(lookAt('StatefulSet', 43)), partial, { ...partial, problems: [crash()] });

    expect(statusOf(card)).toBe('failing');
  });
});

describe('what is so or is not', () => {
  it.each([
    ['StatefulSet', 'BlockedByPod'],
    ['Rollout', 'RolloutAborted'],
    ['Rollout', 'InvalidSpec'],
  ] as const)('in a %s, %s, is over as soon as it is not', (kind, reason) => {
    const held = lookAt(kind, 43, { problems: [crash({ reason, restarts: 0 })] });
    const card = play(openCard(lookAt(kind, 43)), held);
    const freed = play(card, lookAt(kind, 43, { counts: counts(1) }));

    expect(statusOf(card)).toBe('failing');
    expect(statusOf(freed)).toBe('progressing');
    expect(onlyRollout(freed).problems[0]?.recoveredAt).toBeDefined();
  });
});

describe('a workload that waits for somebody to delete its pods', () => {
  const waiting = lookAt('DaemonSet', 43, { phase: 'waiting-for-deletes', counts: counts(1) });

  it('waits for as long as it takes', () => {
    const card = play(openCard(lookAt('DaemonSet', 43)), waiting);

    expect(statusOf(card)).toBe('waiting-for-deletes');
    expect(verdictOf(card)).toBeUndefined();
    expect(dueAt(card, settings)).toBeUndefined();
    expect(statusOf(keepTime(card, 100 * settings.deadlineMs, settings))).toBe('waiting-for-deletes');
  });

  it('is complete when all of them were', () => {
    const card = play(
      openCard(lookAt('DaemonSet', 43)),
      waiting,
      lookAt('DaemonSet', 43, { phase: 'complete', counts: counts(3) }),
    );

    expect(verdictOf(card)).toBe('succeeded');
  });
});

describe('a Job', () => {
  const running = lookAt('Job', 1, { counts: counts(0, 1) });
  const failed = lookAt('Job', 1, {
    phase: 'failed',
    problems: [crash({ reason: 'JobFailed', restarts: 0 })],
    particulars: { kind: 'job', name: 'ledger', reason: 'BackoffLimitExceeded' },
  });

  const withoutPods = { ...failed, problems: [crash({ reason: 'JobFailed', container: '', pods: 0 })] };

  it('may run for as long as it takes', () => {
    const card = play(openCard(running), running);

    expect(dueAt(card, settings)).toBeUndefined();
    expect(statusOf(keepTime(card, 100 * settings.deadlineMs, settings))).toBe('progressing');
  });

  it('is given up in time when its pods cannot start', () => {
    const stuck = { ...running, problems: [crash({ reason: 'ImagePullBackOff' })] };
    const card = play(openCard(running), stuck);

    expect(statusOf(card)).toBe('failing');
    expect(statusOf(keepTime(card, 2 * settings.deadlineMs, settings))).toBe('failed');
  });

  it('has failed when Kubernetes gives it up, with the log of its last pod', () => {
    const card = play(openCard(running), failed);

    expect(statusOf(card)).toBe('failed');
    expect(card.notices.map(({ kind }) => kind)).toEqual(['failing']);
    expect(logsWanted(card)).toEqual([
      expect.objectContaining({
        problem: expect.objectContaining({ reason: 'JobFailed', pod: 'payments-api-43-x' }),
      }),
    ]);
    expect(onlyRollout(card).offer).toEqual({ kind: 'unsupported-kind', workload: running.workload });
  });

  it('stays explained when its pods are deleted', () => {
    const card = play(openCard(running), failed, withoutPods);

    expect(onlyRollout(card).problems).toEqual(onlyRollout(play(openCard(running), failed)).problems);
    expect(onlyRollout(keepTime(card, 100 * settings.deadlineMs, settings)).problems).toEqual(
      onlyRollout(card).problems,
    );
  });

  it('is explained once its last pod is seen to have ended, if the controller was faster', () => {
    const card = play(openCard(running), withoutPods, failed);

    expect(onlyRollout(card).problems.map(({ problem }) => problem.container)).toEqual(['payments-api']);
    expect(card.notices).toHaveLength(1);
  });

  it('that ran out of time keeps what held it up', () => {
    const stuck = { ...running, problems: [crash({ reason: 'ImagePullBackOff' })] };
    const card = play(openCard(running), stuck, withoutPods);

    expect(onlyRollout(card).problems.map(({ problem }) => problem.reason)).toEqual(['ImagePullBackOff']);
    expect(onlyRollout(card).problems[0]?.absentSince).toBeUndefined();
  });

  it.each([
    ['failed', failed],
    ['complete', lookAt('Job', 1, { phase: 'complete', counts: counts(1, 1) })],
  ])('that has %s keeps that verdict when it is cleaned up', (status, end) => {
    const card = play(openCard(running), end);

    expect(statusOf(endCard(card, workloadKey(running.workload), 'workload-1', 9_000))).toBe(status);
  });

  it('that is deleted while it runs was deleted', () => {
    const card = play(openCard(running), running);

    expect(statusOf(endCard(card, workloadKey(running.workload), 'workload-1', 9_000))).toBe('deleted');
  });
});

describe('an Argo Rollout', () => {
  const canary = (step: number, overrides: Partial<WorkloadObservation> = {}) =>
    lookAt('Rollout', 43, {
      particulars: { kind: 'canary', step, steps: 5, weight: step * 20, isAborted: false },
      counts: counts(1),
      ...overrides,
    });

  it('comes further with every step, also when no pod moves', () => {
    const card = play(openCard(canary(1)), canary(1), canary(1), canary(2));

    expect(onlyRollout(card).progress?.at).toBe(3000);
    expect(onlyRollout(card).particulars).toMatchObject({ step: 2, weight: 40 });
  });

  it('stands still at a pause for as long as it takes', () => {
    const card = play(openCard(canary(1)), canary(2, { phase: 'paused' }));

    expect(statusOf(card)).toBe('paused');
    expect(dueAt(card, settings)).toBeUndefined();
  });

  it('has failed when it is aborted, and is well again once it came through', () => {
    const aborted = play(openCard(canary(1)), canary(2), canary(1, { phase: 'failed', message: 'aborted' }));
    const retried = play(aborted, canary(5, { phase: 'complete', counts: counts(3) }));

    expect(verdictOf(aborted)).toBe('failed');
    expect(verdictOf(retried)).toBe('succeeded');
  });

  it('begins again when an abort is taken back', () => {
    const abortedAt = (step: number) => ({ kind: 'canary', step, steps: 5, isAborted: true }) as const;
    const aborted = play(
      openCard(canary(1)),
      canary(2),
      canary(1, { phase: 'failed', particulars: abortedAt(1) }),
    );
    const retried = play(aborted, canary(1));
    const again = play(retried, canary(1, { phase: 'failed', particulars: abortedAt(1) }));

    expect(statusOf(aborted)).toBe('failed');
    expect(statusOf(retried)).toBe('progressing');
    expect(verdictOf(retried)).toBeUndefined();
    expect(dueAt(retried, settings)).toBeGreaterThan(dueAt(openCard(canary(1)), settings) ?? 0);
    expect(statusOf(again)).toBe('failed');
  });

  it('that is managed says so before anything else', () => {
    const manager = { kind: 'argocd', name: 'ledger' } as const;
    const card = play(openCard(canary(1)), canary(1, { phase: 'failed', manager }));

    expect(onlyRollout(card).offer).toMatchObject({ kind: 'managed', manager });
  });
});
