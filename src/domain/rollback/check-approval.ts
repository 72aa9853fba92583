import { isInTrouble } from '../release/follow-rollout.ts';
import type { Offered } from './check-offer.ts';
import type { Refusal } from './refusal.ts';

export interface ApprovalContext {
  readonly userId: string;
  /** The revision that the workload is at now. */
  readonly current: number | undefined;
  readonly word: Word;
}

/** What is said to a rollback that is held: yes or no to a person's, no to one that Shipmate announced. */
export type Word = 'approve' | 'decline' | 'stop';

/** Whether somebody's word still counts for a rollback that waits for a second person. */
export function checkApproval(
  { rollout, offer, card }: Offered,
  { userId, current, word }: ApprovalContext,
): Refusal | undefined {
  const run = rollout.rollback;
  if (run === undefined) return { kind: 'unknown-button' };
  if (run.status !== (word === 'stop' ? 'announced' : 'requested')) {
    const { by, requestedAt: at, status, targetLabel } = run;
    return { kind: 'already-requested', by, at, status, targetLabel };
  }
  // Whoever asked may take it back, but not agree with themselves.
  if (word !== 'approve') return undefined;
  if (run.by.userId === userId) return { kind: 'own-request' };
  if (current !== offer.from) return { kind: 'stale', label: card.version.label };
  return isInTrouble(rollout) ? undefined : { kind: 'healthy-again', label: card.version.label };
}
