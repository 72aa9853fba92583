import { custom, invalid } from './api-error.ts';
import { type CommitObject, createObjectStore, type FileEntry, type Signature } from './git/objects.ts';
import { createPulls, type Pulls } from './pulls.ts';

export interface RepositoryOptions {
  readonly name: string;
  readonly branch?: string;
  readonly now: () => number;
}

export interface RepositorySettings {
  allowMergeCommit: boolean;
  allowSquashMerge: boolean;
  allowRebaseMerge: boolean;
  allowAutoMerge: boolean;
  /** Of the default branch: how many people must approve; undefined when it is not protected. */
  requiredApprovals: number | undefined;
}

export interface Push {
  /** Default: the default branch. */
  readonly branch?: string;
  readonly message: string;
  readonly author?: string;
  /** What files become; null takes one away. */
  readonly files: Readonly<Record<string, string | null>>;
}

export type RepositoryState = ReturnType<typeof createRepositoryState>;

/** One repository: objects, branches and pull requests. */
export function createRepositoryState({ name, branch = 'main', now }: RepositoryOptions) {
  const objects = createObjectStore();
  const branches = new Map<string, string>();
  const listeners = new Set<(branch: string) => void>();
  const settings: RepositorySettings = {
    allowMergeCommit: true,
    allowSquashMerge: true,
    allowRebaseMerge: true,
    allowAutoMerge: false,
    requiredApprovals: undefined,
  };
  let second = 0;

  /** Git counts in seconds, and a test pushes faster. */
  function signature(author: string): Signature {
    second = Math.max(second + 1, Math.floor(now() / 1_000));
    const email = `${author.toLowerCase().replaceAll(/\W+/g, '-')}@acme.example`;
    return { name: author, email, date: new Date(second * 1_000).toISOString() };
  }

  function commit(options: Omit<CommitObject, 'sha' | 'author'> & { author?: string }): CommitObject {
    const { author = 'Shipmate', ...rest } = options;
    return objects.writeCommit({ ...rest, author: signature(author) });
  }

  function setBranch(to: string, sha: string): void {
    branches.set(to, sha);
    for (const listener of listeners) listener(to);
  }

  function createBranch(ref: unknown, sha: unknown): void {
    if (
      typeof ref !== 'string' ||
      !/^refs\/heads\/[^\s~^:?*[\\]+$/.test(ref) ||
      /\.\.|\.lock$|\/$/.test(ref)
    ) {
      throw custom('Reference', `${String(ref)} is not a valid ref name.`);
    }
    if (typeof sha !== 'string' || objects.commit(sha) === undefined) {
      throw custom('Reference', 'Object does not exist');
    }
    const to = ref.slice('refs/heads/'.length);
    if (branches.has(to)) throw custom('Reference', 'Reference already exists');
    setBranch(to, sha);
  }

  function push({ branch: to = branch, message, author = 'Ada', files }: Push): string {
    const parent = branches.get(to) ?? branches.get(branch);
    const before = parent === undefined ? undefined : objects.commit(parent);
    const after = new Map<string, FileEntry>(before === undefined ? [] : objects.filesOf(before.tree));
    for (const [path, content] of Object.entries(files)) {
      if (content === null) after.delete(path);
      else after.set(path, { mode: after.get(path)?.mode ?? '100644', sha: objects.writeBlob(content) });
    }
    const tree = objects.writeFiles(after);
    const made = commit({ message, tree, parents: parent === undefined ? [] : [parent], author });
    setBranch(to, made.sha);
    return made.sha;
  }

  /** The commit of a branch or of a sha. */
  function resolve(ref: string): CommitObject | undefined {
    return objects.commit(branches.get(ref) ?? ref);
  }

  function read(path: string, ref: string = branch): string | undefined {
    const found = resolve(ref);
    const file = found && objects.filesOf(found.tree).get(path);
    return file && objects.blob(file.sha)?.toString();
  }

  function requireBranch(of: unknown, field: string): string {
    const sha = typeof of === 'string' ? branches.get(of) : undefined;
    if (sha === undefined) throw invalid('PullRequest', field, 'invalid');
    return sha;
  }

  const state = {
    name,
    owner: name.split('/')[0] ?? '',
    defaultBranch: branch,
    objects,
    branches,
    settings,
    commit,
    setBranch,
    createBranch,
    requireBranch,
    push,
    read,
    resolve,
    onPush(listener: (to: string) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const pulls: Pulls = createPulls(state, now);
  return { ...state, pulls };
}
