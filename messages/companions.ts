import { unnamedCompanions } from '../src/domain/problem/companions.ts';
import type { Problem } from '../src/domain/problem/problem.ts';
import { howItEnded } from './exit-code.ts';
import { containerWithRole } from './names.ts';

/** `Beside it, the sidecar proxy exited with code 1, an error of its own.` Undefined when nobody did whose problem is not told. */
export function companionSentence(problem: Problem, problems: readonly Problem[]): string | undefined {
  const companions = unnamedCompanions(problem, problems);
  if (companions.length === 0) return undefined;
  const ends = companions.map(
    (companion) =>
      `${companion.role === undefined ? '' : 'the '}${containerWithRole(companion)} exited with ${howItEnded(companion) ?? 'an error'}`,
  );
  return `Beside it, ${ends.join(', and ')}.`;
}
