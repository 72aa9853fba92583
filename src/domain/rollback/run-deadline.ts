import type { RollbackRun, Waiting } from './rollback.ts';
import type { RollbackFailure } from './rollback-failure.ts';
import type { WayBackKind } from './way-back.ts';

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
  const begunAt = run.startedAt ?? run.approval?.at ?? run.requestedAt;
  // Of one whose process died, whoever takes it up hears first how far it came; until then the clock says nothing.
  return begunAt + (isLeftInTheMiddle(run) ? 2 : 1) * patience.deadlineMs;
}

function isLeftInTheMiddle({ status, askedAt }: RollbackRun): boolean {
  return status === 'approved' && askedAt !== undefined;
}

/** Who moves the workload, where the word that it is done comes before anything is seen of it. */
const movers: Readonly<Partial<Record<WayBackKind, Waiting['for']>>> = { webhook: 'release-tool' };

/** Ends a run whose time is over, by what it still waited for. */
export function giveUpRun(run: RollbackRun, now: number, patience: RunPatience): RollbackRun {
  if (run.status === 'requested') return { ...run, status: 'expired', endedAt: now };
  const { waiting: _, ...rest } = run;
  return { ...rest, status: 'failed', failure: lateness(run, patience), endedAt: now };
}

function lateness(run: RollbackRun, patience: RunPatience): RollbackFailure {
  const { status, askedAt, waiting, revision, way } = run;
  if (waiting !== undefined) return { kind: 'waited-too-long', for: waiting.for, withinMs: patience.waitMs };
  if (status === 'approved' && askedAt === undefined) return { kind: 'overdue' };
  const mover = revision === undefined ? movers[way.kind] : undefined;
  return mover === undefined
    ? { kind: 'not-healthy-in-time', withinMs: patience.deadlineMs }
    : { kind: 'waited-too-long', for: mover, withinMs: patience.deadlineMs };
}
