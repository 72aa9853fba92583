import type { Card, Rollout } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { failRollback } from '../../domain/release/follow-rollback.ts';
import { hasSteps, isOwed, type RollbackRun, type Waiting } from '../../domain/rollback/rollback.ts';
import type { RollbackFailure } from '../../domain/rollback/rollback-failure.ts';
import { holdSuspension, releaseSuspension, runKey } from '../../domain/rollback/suspension.ts';
import type { WayBackKind } from '../../domain/rollback/way-back.ts';
import { TransientError } from '../../errors.ts';
import type { SeenSuspension, WayBackResult } from '../../ports.ts';

/** `none`: whoever refused has seen to it that Flux is not suspended. Absent when nobody knows. */
type LeftSuspension = SeenSuspension | 'none';

/** What came of asking an executor. `left`: the bot is being stopped, and the next start takes it up. */
export type Outcome =
  | { readonly kind: 'carried-out'; readonly suspension?: SeenSuspension }
  | {
      readonly kind: 'waits';
      readonly waiting: Omit<Waiting, 'since'>;
      readonly suspension?: SeenSuspension;
    }
  | { readonly kind: 'failed'; readonly failure: RollbackFailure; readonly suspension?: LeftSuspension }
  | { readonly kind: 'left' };

type Refusal = Extract<WayBackResult, { kind: 'refused' }>['because'];

const refusals = {
  'newer-revision': 'not-current',
  'target-gone': 'target-gone',
  'workload-gone': 'workload-gone',
  paused: 'paused',
  managed: 'managed',
  'manager-gone': 'manager-gone',
  'suspension-contested': 'suspension-contested',
  'not-begun': 'overdue',
} as const satisfies Readonly<Record<Refusal, RollbackFailure['kind']>>;

/** Ways that have begun something elsewhere once they wait, which goes on whether Shipmate may look at it or not. */
const begunElsewhere: ReadonlySet<WayBackKind> = new Set(['revert', 'argocd-history', 'webhook']);

export function isBegunElsewhere(run: RollbackRun): run is RollbackRun & { readonly waiting: Waiting } {
  return run.waiting !== undefined && begunElsewhere.has(run.way.kind);
}

interface Circumstances {
  /** Why it may not be begun any more. */
  readonly obstacle?: RollbackFailure | undefined;
  readonly mayHaveActed: boolean;
}

/** Refusals that name what is there instead: the version that was to be left still is, whatever was tried before. */
const seenUnchanged: ReadonlySet<Refusal> = new Set(['target-gone', 'paused', 'not-begun']);

export function outcomeOf(result: WayBackResult, run: RollbackRun, circumstances: Circumstances): Outcome {
  const { obstacle, mayHaveActed } = circumstances;
  const left = mayHaveActed ? ({ mayHaveActed } as const) : {};
  if (result.kind === 'forbidden' && isBegunElsewhere(run)) {
    return { kind: 'waits', waiting: { ...run.waiting, said: `I may not look any more: ${result.rule}` } };
  }
  switch (result.kind) {
    case 'applied':
    case 'already-there':
      return { kind: 'carried-out', ...suspensionOf(result) };
    case 'waiting': {
      const { kind: _, suspension: __, ...waiting } = result;
      return { kind: 'waits', waiting, ...suspensionOf(result) };
    }
    case 'refused':
      if (result.because === 'not-begun' && obstacle !== undefined) return refused(result, obstacle);
      return refused(result, {
        kind: refusals[result.because],
        ...(seenUnchanged.has(result.because) ? {} : left),
      });
    case 'not-merged':
      return failed({ kind: 'not-merged', url: result.url });
    case 'refused-elsewhere':
      return failed({ kind: 'refused-elsewhere', who: result.who, said: result.said });
    case 'forbidden':
      return refused(result, {
        kind: 'forbidden',
        rule: result.rule,
        ...(result.isBack === true ? { mayHaveActed: true } : left),
      });
    default:
      return result satisfies never;
  }
}

function refused(
  { suspension = 'none' }: { suspension?: LeftSuspension },
  failure: RollbackFailure,
): Outcome {
  return { kind: 'failed', failure, suspension };
}

function suspensionOf({ suspension }: { readonly suspension?: SeenSuspension }) {
  return suspension === undefined ? {} : { suspension };
}

/** Whether who was asked may have done it all the same. */
export function isUnknown(error: unknown): boolean {
  return error instanceof TransientError && error.outcome === 'unknown';
}

interface Asked {
  readonly cluster: string;
  /** Whether one of the times that it was asked may have gone through: the last error is of the last time only. */
  readonly mayHaveActed: boolean;
}

/** No answer, or one that makes no sense. What was begun goes on waiting for whoever is silent for a while. */
export function unanswered(error: unknown, run: RollbackRun, { cluster, mayHaveActed }: Asked): Outcome {
  const { way, waiting } = run;
  if (isBegunElsewhere(run)) return { kind: 'waits', waiting: run.waiting };
  if (error instanceof TransientError && waiting !== undefined) return { kind: 'waits', waiting };
  if (error instanceof TransientError && hasSteps({ way })) {
    return { kind: 'waits', waiting: { for: 'api-server' } };
  }
  const who = way.kind === 'webhook' ? { who: way.tool } : {};
  return failed({ kind: mayHaveActed ? 'outcome-unknown' : 'api-refused', cluster, ...who });
}

type Failed = Extract<Outcome, { kind: 'failed' }>;

export type RunName = Parameters<typeof runKey>[0];

export interface MoveContext {
  readonly now: number;
  /** How long automatic releases wait after a rollback; 0 for not at all. */
  readonly lockMs: number;
}

/**
 * Writes an outcome into the run that it is of. One that has ended or moved on meanwhile goes no other way for it, and
 * neither does a later one for which the same button was pressed.
 */
export function moveRun(card: Card, of: RunName, outcome: Outcome, { now, lockMs }: MoveContext): Card {
  return mapRollouts(card, (rollout) => {
    const run = rollout.rollback;
    if (run === undefined || runKey(run) !== runKey(of) || outcome.kind === 'left') return rollout;
    return moved(rollout, run, outcome, { now, lockMs });
  });
}

function moved(
  rollout: Rollout,
  run: RollbackRun,
  outcome: Exclude<Outcome, { kind: 'left' }>,
  { now, lockMs }: MoveContext,
): Rollout {
  const of = (rollback: RollbackRun): Rollout => ({ ...rollout, rollback });
  // The watcher may have seen the target arrive before the answer came, and the rest of it is history.
  if (run.status === 'done' || !isOwed(run)) return of(noteDone(run, outcome, { now, lockMs }));
  if (outcome.kind === 'failed') return failRollback(of(leave(run, outcome, now)), outcome.failure, now);
  const next = outcome.kind === 'waits' ? wait(run, outcome.waiting, now) : begin(run, now);
  return of({ ...holdSuspension(next, outcome.suspension, now), ...lockFrom(run, now, lockMs) });
}

function noteDone(run: RollbackRun, outcome: Outcome, { now, lockMs }: MoveContext): RollbackRun {
  const isSeen = run.status === 'running' || run.status === 'done';
  if (!isSeen || outcome.kind === 'waits' || outcome.kind === 'left') return run;
  const paid = hasSteps(run) && run.throughAt === undefined ? { throughAt: now } : {};
  if (outcome.kind === 'failed') return { ...leave(run, outcome, now), ...paid };
  return { ...holdSuspension(run, outcome.suspension, now), ...lockFrom(run, now, lockMs), ...paid };
}

/** What becomes of Flux when nothing was changed. */
function leave(run: RollbackRun, { suspension }: Failed, now: number): RollbackRun {
  if (suspension === undefined) return run;
  return suspension === 'none' ? releaseSuspension(run, now) : holdSuspension(run, suspension, now);
}

/** From when something was changed on, the pipeline must not bring the bad version again. */
function lockFrom(run: RollbackRun, now: number, lockMs: number): Pick<RollbackRun, 'lock'> {
  return run.lock !== undefined || lockMs === 0 ? {} : { lock: { at: now, until: now + lockMs } };
}

function wait(run: RollbackRun, waiting: Omit<Waiting, 'since'>, now: number): RollbackRun {
  const seen = waiting.url === undefined ? {} : { url: waiting.url };
  return { ...run, ...seen, status: 'running', waiting: { ...waiting, since: run.waiting?.since ?? now } };
}

function begin({ waiting: _, ...run }: RollbackRun, now: number): RollbackRun {
  const through = hasSteps(run) ? { throughAt: now } : {};
  return { ...run, status: 'running', startedAt: run.startedAt ?? now, ...through };
}

function failed(failure: RollbackFailure): Outcome {
  return { kind: 'failed', failure };
}
