import type { Offered } from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { HistoryEntry } from '../../ports.ts';

/** Something that somebody did about a rollback, for the history. */
export function rollbackEntry(
  { card, environment, rollout, offer }: Offered,
  userId: string,
  type: string,
  at: number,
  more: Readonly<Record<string, unknown>> = {},
): HistoryEntry {
  const detail = {
    userId,
    environment,
    workload: workloadKey(rollout.workload),
    way: offer.way.kind,
    from: offer.from,
    to: offer.target.label,
    ...more,
  };
  return { at, type, service: card.owner.service, cardId: card.id, detail };
}

/** A refusal is part of the history like the deed. */
export function refusalEntry(offered: Offered, userId: string, refusal: Refusal, at: number): HistoryEntry {
  return rollbackEntry(offered, userId, 'rollback-refused', at, { because: refusal.kind });
}
