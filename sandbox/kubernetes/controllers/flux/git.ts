import { createHash } from 'node:crypto';
import { canonicalJson } from '../../json-path.ts';
import { asJson, type KubernetesObject } from '../../model.ts';

/** Manifests by the path of their file; a file that is left out of a push stays as it is. */
export type Files = Readonly<Record<string, readonly KubernetesObject[]>>;

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly files: Files;
}

/** The one branch of a repository of manifests, in memory. */
export interface Git {
  readonly branch: string;
  /** Undefined as long as nothing was pushed. */
  head(): Commit | undefined;
  /** The commit of a revision as Flux names it: `main@sha1:…`. */
  at(revision: string): Commit | undefined;
  push(changes: Files, message: string): Commit;
  /** A new commit with what was there before the newest one. */
  revert(): Commit;
}

export function createGit(branch = 'main'): Git {
  const commits: Commit[] = [];

  function add(files: Files, message: string): Commit {
    const content = Object.entries(files).map(([path, objects]) => [path, objects.map(textOf)]);
    const parent = commits.at(-1)?.sha ?? '';
    const sha = createHash('sha1')
      .update(JSON.stringify([parent, message, content]))
      .digest('hex');
    const commit = { sha, message, files };
    commits.push(commit);
    return commit;
  }

  return {
    branch,
    head: () => commits.at(-1),
    at: (revision) => commits.find(({ sha }) => revision === `${branch}@sha1:${sha}`),
    push: (changes, message) => add({ ...commits.at(-1)?.files, ...changes }, message),
    revert() {
      const newest = commits.at(-1);
      if (newest === undefined) throw new Error('nothing was pushed yet');
      return add(commits.at(-2)?.files ?? {}, `Revert "${newest.message}"`);
    },
  };
}

function textOf(object: KubernetesObject): string {
  return canonicalJson(asJson(object));
}

/** What is below a folder, as a Kustomization's path names it. */
export function objectsBelow({ files }: Commit, path: string): readonly KubernetesObject[] {
  const folder = path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => `${part}/`)
    .join('');
  return Object.entries(files).flatMap(([file, objects]) => (file.startsWith(folder) ? objects : []));
}
