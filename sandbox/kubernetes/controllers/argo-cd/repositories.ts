import { createHash } from 'node:crypto';
import type { ApplicationSource } from '../../argo-cd-model.ts';
import type { DeployRequest } from '../../deploy-request.ts';
import { canonicalJson } from '../../json-path.ts';

/** What Argo CD's repository server says when it cannot come up with manifests. */
export class SourceError extends Error {}

/** Each folder holds what is to be deployed from it. */
type Tree = ReadonlyMap<string, readonly DeployRequest[]>;

/** The git that Applications follow, each repository with one branch. */
export interface Repositories {
  /** Replaces what a folder holds, as one commit; answers it. */
  commit(repoURL: string, path: string, holds: readonly DeployRequest[]): string;
  /** The commit that a source follows, or that a revision names. Throws a SourceError. */
  resolve(source: ApplicationSource, revision?: string): string;
  /** What a source holds at a commit. Throws a SourceError. */
  read(source: ApplicationSource, commit: string): readonly DeployRequest[];
  cutOff(isCutOff: boolean): void;
  /** Told of the repository of each commit. */
  onCommit(listener: (repoURL: string) => void): void;
}

const branch = 'main';

export function createRepositories(): Repositories {
  const commits = new Map<string, Tree>();
  const heads = new Map<string, string>();
  const listeners: ((repoURL: string) => void)[] = [];
  let isOutOfReach = false;

  function fail(why: string): never {
    const loading = 'Failed to load target state: failed to generate manifest for source 1 of 1';
    throw new SourceError(`${loading}: rpc error: code = Unknown desc = ${why}`);
  }

  function reach(repoURL: string): void {
    if (isOutOfReach) fail(`failed to list refs: Get "${repoURL}/info/refs?service=git-upload-pack": EOF`);
  }

  return {
    commit(repoURL, path, holds) {
      const before = heads.get(repoURL) ?? '';
      const tree = new Map(commits.get(before)).set(path, holds);
      const text = canonicalJson([repoURL, before, ...tree]);
      const commit = createHash('sha1').update(text).digest('hex');
      commits.set(commit, tree);
      heads.set(repoURL, commit);
      for (const listener of listeners) listener(repoURL);
      return commit;
    },
    resolve({ repoURL, targetRevision }, revision = targetRevision ?? 'HEAD') {
      if (commits.has(revision)) return revision;
      reach(repoURL);
      const head = revision === 'HEAD' || revision === branch ? heads.get(repoURL) : undefined;
      return head ?? fail(`unable to resolve '${revision}' to a commit SHA`);
    },
    read({ repoURL, path = '' }, commit) {
      reach(repoURL);
      return commits.get(commit)?.get(path) ?? fail(`${path}: app path does not exist`);
    },
    cutOff(isCutOff) {
      isOutOfReach = isCutOff;
    },
    onCommit: (listener) => void listeners.push(listener),
  };
}
