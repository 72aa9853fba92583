import type { Card } from '../domain/release/card.ts';
import { mapRollouts } from '../domain/release/follow-card.ts';
import { failRollback } from '../domain/release/follow-rollback.ts';
import { settleCard } from '../domain/release/settle-card.ts';
import { findOffer, type Offered } from '../domain/rollback/check-offer.ts';
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

  /** Undefined when the API server took it, else a sentence that says why not and what is left to do. */
  async function undo(offered: Offered): Promise<string | undefined> {
    const { rollout, offer } = offered;
    const { workload, workloadUid } = rollout;
    const writer = writerOf(workload.cluster);
    if (writer === undefined) return `Cluster ${workload.cluster} is not watched any more.`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await writer.undo({ workload, workloadUid, from: offer.from, target: offer.target });
        return failureOf(result, offered);
      } catch (error) {
        const isWorthRepeating = error instanceof TransientError && attempt < attempts;
        log.warn({ err: error, workload, attempt }, 'the API server did not answer a rollback');
        if (!isWorthRepeating) return unanswered(error, offered);
        await wait(error.retryAfterMs ?? pauseMs * attempt);
      }
    }
  }

  async function conclude(cardId: string, offerId: string, failure: string | undefined): Promise<void> {
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

function moveRun(card: Card, offerId: string, failure: string | undefined, now: number): Card {
  return mapRollouts(card, (rollout) => {
    // The watcher may have seen the target arrive before the API server's answer came.
    if (rollout.rollback?.offerId !== offerId || rollout.rollback.status !== 'requested') return rollout;
    if (failure !== undefined) return failRollback(rollout, failure, now);
    return { ...rollout, rollback: { ...rollout.rollback, status: 'running' } };
  });
}

function failureOf(result: UndoResult, { card, offer }: Offered): string | undefined {
  switch (result.kind) {
    case 'applied':
    case 'already-there':
      return undefined;
    case 'forbidden':
      return `My service account may not ${result.rule}. An administrator can grant it with the shipmate-rollback role in deploy/.`;
    case 'refused':
      return {
        'newer-revision': `${card.version.label} is not what runs any more: a newer version came first. Nothing was changed.`,
        'target-gone': `${offer.targetLabel} is not kept in the cluster any more. Deploy it again from your pipeline.`,
        'workload-gone': 'The Deployment does not exist any more.',
        paused: 'The Deployment is paused. Resume it with kubectl rollout resume, then roll back.',
      }[result.because];
  }
}

function unanswered(error: unknown, { rollout }: Offered): string {
  const where = `cluster ${rollout.workload.cluster}`;
  const isUnknown = error instanceof TransientError && error.outcome === 'unknown';
  return isUnknown
    ? `The API server of ${where} did not answer. The rollback may have been applied: look at the rows above before trying again.`
    : `The API server of ${where} refused or could not be reached. Nothing was changed; the reason is in Shipmate's own log.`;
}
