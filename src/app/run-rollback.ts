import type { Card, Rollout } from '../domain/release/card.ts';
import { mapRollouts } from '../domain/release/follow-card.ts';
import { failRollback } from '../domain/release/follow-rollback.ts';
import { isInTrouble } from '../domain/release/follow-rollout.ts';
import { rolloutsOf, settleCard } from '../domain/release/settle-card.ts';
import type { RollbackRun } from '../domain/rollback/rollback.ts';
import type { RollbackFailure } from '../domain/rollback/rollback-failure.ts';
import { TransientError } from '../errors.ts';
import type { UndoResult, WorkloadWriter } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

export interface RunRollback {
  /** Carries out an accepted rollback, once; safe to call again. Never rejects: what goes wrong is on the card. */
  run(cardId: string, offerId: string): Promise<void>;
  /** Ends retries and waits for what is under way; what is not carried out is taken up again. */
  stop(): Promise<void>;
}

const attempts = 3;
const pauseMs = 500;

/** What is to be done, once it was checked that it is still to be done. */
interface Task {
  readonly card: Card;
  readonly rollout: Rollout;
  readonly run: RollbackRun;
}

/** Undefined failure: the API server took it. */
type Outcome =
  | { readonly kind: 'ended'; readonly failure: RollbackFailure | undefined }
  | { readonly kind: 'left' };

/**
 * Carries out accepted rollbacks. The patch tests the revision it leaves, so asking again after an unknown outcome
 * cannot act twice: the API server itself refuses, and `already-there` tells that the first one went through.
 */
export function createRunRollback(
  desk: Desk,
  writerOf: (cluster: string) => WorkloadWriter | undefined,
  wait: (ms: number, signal: AbortSignal) => Promise<unknown>,
): RunRollback {
  const { store, serial, clock, log, settings } = desk;
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();

  async function run(cardId: string, offerId: string): Promise<void> {
    if (stopping.signal.aborted) return;
    const work = underWay.get(offerId) ?? begun(cardId, offerId);
    underWay.set(offerId, work);
    await work;
    underWay.delete(offerId);
  }

  function begun(cardId: string, offerId: string): Promise<void> {
    return carryOut(cardId, offerId).catch((error: unknown) => {
      log.error({ err: error, cardId }, 'an accepted rollback could not be carried out; it is tried again');
    });
  }

  async function carryOut(cardId: string, offerId: string): Promise<void> {
    const service = (await store.card(cardId))?.owner.service;
    if (service === undefined) return;
    const task = await serial.run(service, () => begin(cardId, offerId));
    if (task === undefined) return;
    const outcome = await undo(task);
    if (outcome.kind === 'left') return;
    await serial.run(service, () => conclude(cardId, offerId, outcome.failure));
  }

  /** Undefined when there is nothing to do any more; why not is then on the card. */
  async function begin(cardId: string, offerId: string): Promise<Task | undefined> {
    const card = await store.card(cardId);
    const rollout = rolloutsOf(card).find(({ rollback }) => rollback?.offerId === offerId);
    const run = rollout?.rollback;
    if (card === undefined || rollout === undefined || run?.status !== 'requested') return undefined;
    const obstacle = obstacleTo(rollout, run);
    if (obstacle === undefined) return { card, rollout, run };
    await conclude(cardId, offerId, obstacle);
    return undefined;
  }

  /** A click is not carried out whenever it happens to be found: what it was for must still be so. */
  function obstacleTo(rollout: Rollout, { requestedAt }: RollbackRun): RollbackFailure | undefined {
    if (clock.now() >= requestedAt + settings.deadlineMs) return { kind: 'overdue' };
    return isInTrouble(rollout) ? undefined : { kind: 'healthy-again' };
  }

  async function undo({ rollout, run: { target } }: Task): Promise<Outcome> {
    const { workload, workloadUid, revision } = rollout;
    const writer = writerOf(workload.cluster);
    if (writer === undefined) return ended({ kind: 'cluster-not-watched', cluster: workload.cluster });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return ended(failureOf(await writer.undo({ workload, workloadUid, from: revision.number, target })));
      } catch (error) {
        log.warn({ err: error, workload, attempt }, 'the API server did not answer a rollback');
        const outcome = await pauseAfter(error, attempt, workload.cluster);
        if (outcome !== undefined) return outcome;
      }
    }
  }

  /** Undefined after a pause that makes another attempt worth it. */
  async function pauseAfter(error: unknown, attempt: number, cluster: string): Promise<Outcome | undefined> {
    if (!stopping.signal.aborted) {
      const isWorthRepeating = error instanceof TransientError && attempt < attempts;
      if (!isWorthRepeating) return ended(unanswered(error, cluster));
      await wait(error.retryAfterMs ?? pauseMs * attempt, stopping.signal).catch(() => undefined);
    }
    return stopping.signal.aborted ? { kind: 'left' } : undefined;
  }

  async function conclude(
    cardId: string,
    offerId: string,
    failure: RollbackFailure | undefined,
  ): Promise<void> {
    const changed = await store.transaction(async (session) => {
      const before = await session.card(cardId);
      if (before === undefined) return undefined;
      const now = clock.now();
      const after = settleCard(moveRun(before, offerId, failure, now), before, now);
      return (await putCard(session, desk, { before, after, now })) ? after : undefined;
    });
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(underWay.values());
  }

  return { run, stop };
}

function ended(failure: RollbackFailure | undefined): Outcome {
  return { kind: 'ended', failure };
}

function moveRun(card: Card, offerId: string, failure: RollbackFailure | undefined, now: number): Card {
  return mapRollouts(card, (rollout) => {
    // The watcher may have seen the target arrive before the API server's answer came.
    if (rollout.rollback?.offerId !== offerId || rollout.rollback.status !== 'requested') return rollout;
    if (failure !== undefined) return failRollback(rollout, failure, now);
    return { ...rollout, rollback: { ...rollout.rollback, status: 'running' } };
  });
}

function failureOf(result: UndoResult): RollbackFailure | undefined {
  switch (result.kind) {
    case 'applied':
    case 'already-there':
      return undefined;
    case 'forbidden':
      return { kind: 'forbidden', rule: result.rule };
    case 'refused':
      return { kind: result.because === 'newer-revision' ? 'not-current' : result.because };
    default:
      return result satisfies never;
  }
}

function unanswered(error: unknown, cluster: string): RollbackFailure {
  const isUnknown = error instanceof TransientError && error.outcome === 'unknown';
  return { kind: isUnknown ? 'outcome-unknown' : 'api-refused', cluster };
}
