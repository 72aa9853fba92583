import { buildStatus } from '../../src/domain/build/record-step.ts';
import type { Card, Rollout } from '../../src/domain/release/card.ts';
import { isRollingBack } from '../../src/domain/release/follow-rollback.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { rolloutsOf } from '../../src/domain/release/settle-card.ts';
import { isHeld } from '../../src/domain/rollback/rollback.ts';

export type Mark = '✓' | '✗' | '▸' | '↩' | '○';

/** The one sign in front of a card: the worst that needs somebody, else what is under way, else how it ended. */
export function markOf(card: Card): Mark {
  const rollouts = rolloutsOf(card);
  const some = (isSo: (rollout: Rollout) => boolean) => rollouts.some(isSo);
  const build = card.build === undefined ? undefined : buildStatus(card.build);

  // While it waits for a countdown or a second person nobody takes it back.
  const isTakenBack = (each: Rollout) =>
    isRollingBack(each) && each.rollback !== undefined && !isHeld(each.rollback);
  if (some((each) => isInTrouble(each) && !isTakenBack(each))) return '✗';
  if (some(isTakenBack)) return '↩';
  if (build === 'failed') return '✗';
  if (
    some(({ status }) => status === 'progressing' || status === 'paused' || status === 'waiting-for-deletes')
  )
    return '▸';
  if (some(({ status }) => status === 'rolled-back')) return '↩';
  if (some(({ status }) => status === 'complete' || status === 'partition-complete'))
    return build === 'running' ? '▸' : '✓';
  return rollouts.length === 0 ? '▸' : '○';
}
