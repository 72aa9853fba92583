import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import type { Rollout } from '../../src/domain/release/card.ts';
import { isRollingBack } from '../../src/domain/release/follow-rollback.ts';
import { isOver } from '../../src/domain/release/follow-rollout.ts';
import { olderSentence } from '../older.ts';

const mostOlder = 2;

/** What is wrong with pods of versions that a rollout leaves, while it is under way. */
export function olderLines(rollout: Rollout, versionLabel: string): readonly string[] {
  const { olderTroubles = [], previousLabel } = rollout;
  const isUnderWay = !isOver(rollout) && rollout.isLeft !== true && rollout.status !== 'complete';
  if (!isUnderWay || isRollingBack(rollout)) return [];
  const isToo = rollout.problems.some(
    ({ problem, recoveredAt }) => recoveredAt === undefined && countsAgainstRelease(problem),
  );
  const all = olderTroubles.flatMap(({ label, problems }) =>
    problems.map(({ problem }) => olderSentence(problem, { label, versionLabel, previousLabel, isToo })),
  );
  const more = all.length - mostOlder;
  return more > 0 ? [...all.slice(0, mostOlder), `And ${more} more of older versions.`] : all;
}
