import type { Card } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { failRollback } from '../../domain/release/follow-rollback.ts';
import type { RollbackRun, Waiting } from '../../domain/rollback/rollback.ts';
import type { RollbackFailure } from '../../domain/rollback/rollback-failure.ts';
import { holdSuspension } from '../../domain/rollback/suspension.ts';
import { TransientError } from '../../errors.ts';
import type { SeenSuspension, WayBackResult } from '../../ports.ts';

/** What came of asking an executor. `left`: the bot is being stopped, and the next start takes it up. */
export type Outcome =
  | { readonly kind: 'carried-out'; readonly suspension?: SeenSuspension }
  | {
      readonly kind: 'waits';
      readonly waiting: Omit<Waiting, 'since'>;
      readonly suspension?: SeenSuspension;
    }
  | { readonly kind: 'failed'; readonly failure: RollbackFailure }
  | { readonly kind: 'left' };

export function outcomeOf(result: WayBackResult): Outcome {
  switch (result.kind) {
    case 'applied':
    case 'already-there':
      return { kind: 'carried-out', ...suspensionOf(result) };
    case 'waiting': {
      const { kind: _, suspension: __, ...waiting } = result;
      return { kind: 'waits', waiting, ...suspensionOf(result) };
    }
    case 'refused':
      return failed({ kind: result.because === 'newer-revision' ? 'not-current' : result.because });
    case 'not-merged':
      return failed({ kind: 'not-merged', url: result.url });
    case 'refused-elsewhere':
      return failed({ kind: 'refused-elsewhere', who: result.who, said: result.said });
    case 'forbidden':
      return failed({ kind: 'forbidden', rule: result.rule });
    default:
      return result satisfies never;
  }
}

function suspensionOf({ suspension }: { readonly suspension?: SeenSuspension }) {
  return suspension === undefined ? {} : { suspension };
}

/** No answer, or one that makes no sense. What waits goes on waiting for whoever is silent for a while. */
export function unanswered(error: unknown, cluster: string, { way, waiting }: RollbackRun): Outcome {
  if (error instanceof TransientError && waiting !== undefined) return { kind: 'waits', waiting };
  const isUnknown = error instanceof TransientError && error.outcome === 'unknown';
  const who = way.kind === 'webhook' ? { who: way.tool } : {};
  return failed({ kind: isUnknown ? 'outcome-unknown' : 'api-refused', cluster, ...who });
}

type CarriedOut = Extract<Outcome, { kind: 'carried-out' }>;

export interface MoveContext {
  readonly now: number;
  /** How long automatic releases wait after a rollback; 0 for not at all. */
  readonly lockMs: number;
}

/** Writes an outcome into the run that it is of. One that has ended or moved on meanwhile goes no other way for it. */
export function moveRun(card: Card, offerId: string, outcome: Outcome, { now, lockMs }: MoveContext): Card {
  return mapRollouts(card, (rollout) => {
    const run = rollout.rollback;
    if (run === undefined || run.offerId !== offerId || outcome.kind === 'left') return rollout;
    const isOpen = run.status === 'approved' || (run.status === 'running' && run.waiting !== undefined);
    // The watcher may have seen the target arrive before the answer came.
    if (!isOpen) {
      return outcome.kind === 'carried-out'
        ? { ...rollout, rollback: { ...noteDone(run, outcome, now), ...lockFrom(run, now, lockMs) } }
        : rollout;
    }
    if (outcome.kind === 'failed') return failRollback(rollout, outcome.failure, now);
    const moved = outcome.kind === 'waits' ? wait(run, outcome.waiting, now) : begin(run, now);
    const held = holdSuspension(moved, outcome.suspension, now);
    return { ...rollout, rollback: { ...held, ...lockFrom(run, now, lockMs) } };
  });
}

function noteDone(run: RollbackRun, { suspension }: CarriedOut, now: number): RollbackRun {
  return run.status === 'running' || run.status === 'done' ? holdSuspension(run, suspension, now) : run;
}

/** From when something was changed on, the pipeline must not bring the bad version again. */
function lockFrom(run: RollbackRun, now: number, lockMs: number): Pick<RollbackRun, 'lock'> {
  return run.lock !== undefined || lockMs === 0 ? {} : { lock: { at: now, until: now + lockMs } };
}

function wait(run: RollbackRun, waiting: Omit<Waiting, 'since'>, now: number): RollbackRun {
  return { ...run, status: 'running', waiting: { ...waiting, since: run.waiting?.since ?? now } };
}

function begin({ waiting: _, ...run }: RollbackRun, now: number): RollbackRun {
  return { ...run, status: 'running', startedAt: now };
}

function failed(failure: RollbackFailure): Outcome {
  return { kind: 'failed', failure };
}
