import type { RollbackRun } from './rollback.ts';

/** In milliseconds. */
export interface RunPatience {
  /** From the start of the way back to health on the target. */
  readonly deadlineMs: number;
  readonly approvalMs: number;
  readonly waitMs: number;
}

/** When a run that is under way is given up. */
export function runDeadlineAt(run: RollbackRun, patience: RunPatience): number {
  if (run.status === 'announced') return run.actsAt ?? run.requestedAt;
  if (run.status === 'requested') return run.requestedAt + patience.approvalMs;
  if (run.waiting !== undefined) return run.waiting.since + patience.waitMs;
  return (run.startedAt ?? run.approval?.at ?? run.requestedAt) + patience.deadlineMs;
}

/** Ends a run whose time is over, by what it still waited for. */
export function giveUpRun(run: RollbackRun, now: number, patience: RunPatience): RollbackRun {
  if (run.status === 'requested') return { ...run, status: 'expired', endedAt: now };
  const { waiting, ...rest } = run;
  const failure =
    waiting === undefined
      ? ({ kind: 'not-healthy-in-time', withinMs: patience.deadlineMs } as const)
      : ({ kind: 'waited-too-long', for: waiting.for, withinMs: patience.waitMs } as const);
  return { ...rest, status: 'failed', failure, endedAt: now };
}
