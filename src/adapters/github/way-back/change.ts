import type { FileState, TreeChange } from '../repository.ts';
import type { Commit } from '../schema.ts';

/** A file that a commit touched, before and after. */
export interface FileChange {
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

/** One commit that is taken back. */
export interface TakenBack {
  readonly sha: string;
  /** First line of its message; foreign text. */
  readonly title: string;
  readonly author: string;
}

/** What is put back, and into what. */
export interface Change {
  /** The branch as it was looked at, and its tree. */
  readonly head: string;
  readonly tree: string;
  readonly files: readonly TreeChange[];
  /** Newest first. */
  readonly commits: readonly TakenBack[];
  /** Files of those commits in the same folder that do not concern the workload. */
  readonly leftAlone: readonly string[];
}

export type Finding =
  | { readonly kind: 'found'; readonly change: Change }
  /** The branch says the target already. */
  | { readonly kind: 'already-there' }
  /** The branch says another version than the one that is to be left. */
  | { readonly kind: 'overtaken' }
  /** The history of the branch, as far as it is looked through, does not have the target. */
  | { readonly kind: 'target-gone' }
  /** It cannot be told what to put back; a sentence or two that say why. */
  | { readonly kind: 'unclear'; readonly because: string };

export function titleOf(message: string): string {
  return message.split('\n', 1)[0]?.trim().slice(0, 200) ?? '';
}

export function unclear(because: string): Finding {
  return { kind: 'unclear', because };
}

/** What stands between the version that is left and the target, and is not to be lost. */
export function inBetween(path: string, { sha, commit }: Pick<Commit, 'sha' | 'commit'>): string {
  return `${path} was also changed by ${sha.slice(0, 7)} (“${titleOf(commit.message)}”), which would be taken back, too.`;
}
