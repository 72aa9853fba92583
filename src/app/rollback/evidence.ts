import { problemCause } from '../../../messages/problem.ts';
import { countsAgainstRelease } from '../../domain/problem/weight.ts';
import type { Rollout } from '../../domain/release/card.ts';

const most = 3;

/** Why a version is left, in sentences. Without log lines: where they are read may be seen by more than the channel. */
export function evidenceOf({ problems }: Pick<Rollout, 'problems'>, label: string): readonly string[] {
  return problems
    .filter(({ recoveredAt, problem }) => recoveredAt === undefined && countsAgainstRelease(problem))
    .slice(0, most)
    .map(({ problem }) => problemCause(problem, label));
}
