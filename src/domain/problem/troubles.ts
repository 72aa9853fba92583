import type { Problem } from './problem.ts';
import type { Suspect } from './suspect.ts';

/** What is wrong with some pods, and what becomes wrong with them if it lasts. */
export interface Troubles {
  readonly problems: readonly Problem[];
  readonly suspects: readonly Suspect[];
}
