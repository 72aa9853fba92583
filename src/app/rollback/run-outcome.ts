import type { Card } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { failRollback } from '../../domain/release/follow-rollback.ts';
import type { RollbackRun, Waiting } from '../../domain/rollback/rollback.ts';
import type { RollbackFailure } from '../../domain/rollback/rollback-failure.ts';
import { TransientError } from '../../errors.ts';
import type { WayBackResult } from '../../ports.ts';

/** What came of asking an executor. `left`: the bot is being stopped, and the next start takes it up. */
export type Outcome =
  | { readonly kind: 'carried-out' }
  | { readonly kind: 'waits'; readonly waiting: Omit<Waiting, 'since'> }
  | { readonly kind: 'failed'; readonly failure: RollbackFailure }
  | { readonly kind: 'left' };

export function outcomeOf(result: WayBackResult): Outcome {
  switch (result.kind) {
    case 'applied':
    case 'already-there':
      return { kind: 'carried-out' };
    case 'waiting': {
      const { kind: _, ...waiting } = result;
      return { kind: 'waits', waiting };
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

/** No answer, or one that makes no sense. */
export function unanswered(error: unknown, cluster: string): RollbackFailure {
  const isUnknown = error instanceof TransientError && error.outcome === 'unknown';
  return { kind: isUnknown ? 'outcome-unknown' : 'api-refused', cluster };
}

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
    if (outcome.kind === 'failed') return isOpen(run) ? failRollback(rollout, outcome.failure, now) : rollout;
    const moved = isOpen(run) ? move(run, outcome, now) : run;
    return { ...rollout, rollback: { ...moved, ...lockFrom(run, now, lockMs) } };
  });
}

/** The watcher may have seen the target arrive before the answer came. */
function isOpen({ status, waiting }: RollbackRun): boolean {
  return status === 'approved' || (status === 'running' && waiting !== undefined);
}

function move(run: RollbackRun, outcome: Extract<Outcome, { kind: 'waits' | 'carried-out' }>, now: number) {
  return outcome.kind === 'waits' ? wait(run, outcome.waiting, now) : begin(run, now);
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
