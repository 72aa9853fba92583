import type { Pulls } from '../pulls.ts';
import type { Repository } from '../repository.ts';
import type { Pull } from '../schema.ts';

/** How far a pull request is that is to be merged. */
export type MergeState =
  | { readonly kind: 'merged' }
  /** `said`: what it waits for, in GitHub's words where there are any. */
  | { readonly kind: 'open'; readonly said?: string };

const later = 'Auto-merge is on: GitHub merges it as soon as its rules are met.';

/**
 * Merges as far as the rules of the repository let it: now, or by GitHub itself as soon as they are met, or not at
 * all; then a person has to. Nothing is merged that somebody has added to.
 */
export async function mergeIfAllowed(repository: Repository, pulls: Pulls, known: Pull): Promise<MergeState> {
  const pull = await pulls.read(known.number);
  if (isMerged(pull)) return { kind: 'merged' };
  if ((pull.commits ?? 1) > 1) {
    return { kind: 'open', said: 'Somebody has added to the pull request, so I do not merge it.' };
  }
  if (pull.auto_merge !== null && pull.auto_merge !== undefined) return { kind: 'open', said: later };
  const method = await repository.mergeMethod();
  const answer = await pulls.merge(pull.number, pull.head.sha, method);
  if (answer.kind === 'merged') return { kind: 'merged' };
  const refused = await pulls.mergeLater(pull, method);
  return { kind: 'open', said: refused === undefined ? later : answer.said };
}

export function isMerged({ merged_at: at }: Pull): boolean {
  return at !== null && at !== undefined;
}
