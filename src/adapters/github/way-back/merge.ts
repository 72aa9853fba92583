import type { Pulls } from '../pulls.ts';
import type { Repository } from '../repository.ts';
import { isMerged, type Pull } from '../schema.ts';

/** How far a pull request is that is to be merged. */
export type MergeState =
  | { readonly kind: 'merged' }
  /** `said`: what has to happen first. */
  | { readonly kind: 'open'; readonly said?: string };

const later = 'GitHub merges it as soon as its rules are met';
const notMine = 'I may not merge there, somebody else has to';
const elsewhere = 'somebody has pointed it at another branch, so somebody has to merge it';
const notOurs = 'somebody has changed what is in it, so somebody has to merge it';

/** What it is to do: a commit like this, into the branch. */
interface Confirmed {
  readonly branch: string;
  readonly isOwn: (sha: string) => Promise<boolean>;
}

/**
 * Merges as far as the rules of the repository let it: now, or by GitHub itself as soon as they are met, or not at
 * all; then a person has to. Nothing is merged that somebody has added to, or put in place of what was confirmed.
 */
export async function mergeIfAllowed(
  repository: Repository,
  pulls: Pulls,
  known: Pull,
  { branch, isOwn }: Confirmed,
): Promise<MergeState> {
  const pull = await pulls.read(known.number);
  if (isMerged(pull)) return { kind: 'merged' };
  if (pull.base.ref !== branch) return { kind: 'open', said: elsewhere };
  const own = stateOf(pull);
  if (own !== undefined) return { kind: 'open', said: own };
  if (!(await isOwn(pull.head.sha))) return { kind: 'open', said: notOurs };
  const method = await repository.mergeMethod();
  const answer = await pulls.merge(pull.number, pull.head.sha, method);
  if (answer.kind === 'merged') return { kind: 'merged' };
  if (answer.kind === 'forbidden') return { kind: 'open', said: notMine };
  const refused = await pulls.mergeLater(pull, method);
  return { kind: 'open', said: refused === undefined ? later : `GitHub says “${answer.said}”` };
}

/** Why nothing is tried. */
function stateOf({ commits = 1, auto_merge: auto, mergeable_state: state }: Pull): string | undefined {
  if (commits > 1) return 'somebody has added to it, so somebody has to merge it';
  if (state === 'dirty')
    return 'the branch has changed since and conflicts with it; solve that there, or close it';
  return auto === null || auto === undefined ? undefined : later;
}
