import type { Card } from '../domain/release/card.ts';
import { mapRollouts } from '../domain/release/follow-card.ts';
import { failRollback } from '../domain/release/follow-rollback.ts';
import { settleCard } from '../domain/release/settle-card.ts';
import { findOffer, type Offered } from '../domain/rollback/check-offer.ts';
import type { RollbackFailure } from '../domain/rollback/rollback-failure.ts';
import { TransientError } from '../errors.ts';
import type { UndoResult, WorkloadWriter } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

export type RunRollback = (cardId: string, offerId: string) => Promise<void>;

const attempts = 3;
const pauseMs = 500;

/**
 * Carries out an accepted rollback. The patch tests the revision it leaves, so asking again after an unknown
 * outcome cannot act twice: the API server itself refuses, and `already-there` tells that the first one went through.
 */
export function createRunRollback(
  desk: Desk,
  writerOf: (cluster: string) => WorkloadWriter | undefined,
  wait: (ms: number) => Promise<void>,
): RunRollback {
  const { store, serial, clock, log } = desk;

  return async (cardId, offerId) => {
    const card = await store.card(cardId);
    const offered = card === undefined ? undefined : findOffer(card, offerId);
    if (offered?.rollout.rollback?.status !== 'requested') return;
    const failure = await undo(offered);
    await serial.run(offered.card.owner.service, () => conclude(cardId, offerId, failure));
  };

  /** Undefined when the API server took it, else why not. */
  async function undo(offered: Offered): Promise<RollbackFailure | undefined> {
    const { rollout, offer } = offered;
    const { workload, workloadUid } = rollout;
    const writer = writerOf(workload.cluster);
    if (writer === undefined) return { kind: 'cluster-not-watched', cluster: workload.cluster };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await writer.undo({ workload, workloadUid, from: offer.from, target: offer.target });
        return failureOf(result);
      } catch (error) {
        const isWorthRepeating = error instanceof TransientError && attempt < attempts;
        log.warn({ err: error, workload, attempt }, 'the API server did not answer a rollback');
        if (!isWorthRepeating) return unanswered(error, offered);
        await wait(error.retryAfterMs ?? pauseMs * attempt);
      }
    }
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

function unanswered(error: unknown, { rollout }: Offered): RollbackFailure {
  const isUnknown = error instanceof TransientError && error.outcome === 'unknown';
  return { kind: isUnknown ? 'outcome-unknown' : 'api-refused', cluster: rollout.workload.cluster };
}
