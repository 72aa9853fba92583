import { ApiError, custom, invalid, notFound } from './api-error.ts';
import { ancestorsOf, mergeBase, mergeFiles } from './git/history.ts';
import type { CommitObject, Files, ObjectStore } from './git/objects.ts';
import type { RepositorySettings } from './repository.ts';

export interface StoredPull {
  readonly number: number;
  readonly nodeId: string;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
  readonly createdBy: string;
  state: 'open' | 'closed';
  mergedAt: number | undefined;
  mergedBy: string | undefined;
  mergeSha: string | undefined;
  autoMerge: string | undefined;
  readonly approvals: Set<string>;
}

export type Method = 'merge' | 'squash' | 'rebase';

interface Host {
  readonly name: string;
  readonly owner: string;
  readonly defaultBranch: string;
  readonly objects: ObjectStore;
  readonly branches: Map<string, string>;
  readonly settings: RepositorySettings;
  commit(options: Omit<CommitObject, 'sha' | 'author'> & { author?: string }): CommitObject;
  setBranch(to: string, sha: string): void;
  requireBranch(of: unknown, field: string): string;
}

export type Pulls = ReturnType<typeof createPulls>;

/** Pull requests, and the rules by which they are merged. */
export function createPulls(host: Host, now: () => number) {
  const { objects, branches, settings } = host;
  const all: StoredPull[] = [];

  function open(body: { title?: unknown; head?: unknown; base?: unknown; body?: unknown }, by: string) {
    if (typeof body.title !== 'string' || body.title === '') {
      throw invalid('PullRequest', 'title', 'missing_field');
    }
    if (typeof body.head !== 'string') throw invalid('PullRequest', 'head', 'missing_field');
    const [head, base] = [body.head, String(body.base)];
    const sha = host.requireBranch(head, 'head');
    const baseSha = host.requireBranch(base, 'base');
    if (all.some((each) => each.state === 'open' && each.head === head && each.base === base)) {
      throw custom('PullRequest', `A pull request already exists for ${host.owner}:${head}.`);
    }
    if (ancestorsOf(objects, baseSha).includes(sha)) {
      throw custom('PullRequest', `No commits between ${base} and ${head}`);
    }
    const pull: StoredPull = {
      number: all.length + 1,
      nodeId: `PR_${host.name}_${all.length + 1}`,
      title: body.title,
      body: typeof body.body === 'string' ? body.body : '',
      head,
      base,
      createdBy: by,
      state: 'open',
      mergedAt: undefined,
      mergedBy: undefined,
      mergeSha: undefined,
      autoMerge: undefined,
      approvals: new Set(),
    };
    all.push(pull);
    return pull;
  }

  function byNumber(number: number): StoredPull {
    const found = all.find((each) => each.number === number);
    if (found === undefined) throw notFound();
    return found;
  }

  function headOf({ head }: StoredPull): string {
    return branches.get(head) ?? '';
  }

  function filesOf(sha: string | undefined): Files {
    const commit = sha === undefined ? undefined : objects.commit(sha);
    return commit === undefined ? new Map() : objects.filesOf(commit.tree);
  }

  function mergedFiles(pull: StoredPull): Files | undefined {
    const [ours, theirs] = [branches.get(pull.base) ?? '', headOf(pull)];
    return mergeFiles(filesOf(mergeBase(objects, ours, theirs)), filesOf(ours), filesOf(theirs));
  }

  /** Why it may not be merged; undefined when it may. */
  function obstacle(pull: StoredPull): string | undefined {
    if (mergedFiles(pull) === undefined) return 'Pull Request is not mergeable';
    const needed = pull.base === host.defaultBranch ? (settings.requiredApprovals ?? 0) : 0;
    if (pull.approvals.size >= needed) return undefined;
    return `At least ${needed} approving review is required by reviewers with write access.`;
  }

  function mergeableState(pull: StoredPull): string {
    if (mergedFiles(pull) === undefined) return 'dirty';
    return obstacle(pull) === undefined ? 'clean' : 'blocked';
  }

  function merge(pull: StoredPull, request: { sha?: unknown; method?: unknown }, by: string): string {
    const { sha, method = 'merge' } = request;
    if (pull.state === 'closed') throw new ApiError(405, 'Pull Request is not mergeable');
    if (sha !== undefined && sha !== headOf(pull)) {
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const refused = methodRefusal(method) ?? obstacle(pull);
    if (refused !== undefined) throw new ApiError(405, refused);
    const tree = objects.writeFiles(mergedFiles(pull) ?? new Map());
    const base = branches.get(pull.base) ?? '';
    const isMerge = method === 'merge';
    const message = isMerge
      ? `Merge pull request #${pull.number} from ${host.owner}/${pull.head}\n\n${pull.title}`
      : `${pull.title} (#${pull.number})`;
    const parents = isMerge ? [base, headOf(pull)] : [base];
    const made = host.commit({ message, tree, parents, author: by });
    pull.state = 'closed';
    pull.mergedAt = now();
    pull.mergedBy = by;
    pull.mergeSha = made.sha;
    host.setBranch(pull.base, made.sha);
    return made.sha;
  }

  function methodRefusal(method: unknown): string | undefined {
    const { allowMergeCommit, allowSquashMerge, allowRebaseMerge } = settings;
    if (method === 'merge' && !allowMergeCommit) return 'Merge commits are not allowed on this repository.';
    if (method === 'squash' && !allowSquashMerge) return 'Squash merges are not allowed on this repository.';
    if (method === 'rebase' && !allowRebaseMerge) return 'Rebase merges are not allowed on this repository.';
    return ['merge', 'squash', 'rebase'].includes(String(method)) ? undefined : 'Invalid merge method.';
  }

  /** GitHub's sentence when it refuses. */
  function enableAutoMerge(nodeId: string, method: string, headSha: string): string | undefined {
    const pull = all.find((each) => each.nodeId === nodeId);
    if (pull === undefined) return `Could not resolve to a node with the global id of '${nodeId}'`;
    if (!settings.allowAutoMerge) return 'Pull request Auto merge is not allowed for this repository';
    if (headSha !== headOf(pull)) return 'Pull request Head sha does not match';
    if (mergeableState(pull) === 'clean') return 'Pull request Pull request is in clean status';
    pull.autoMerge = method.toLowerCase();
    return undefined;
  }

  /** A person agrees; what waits for it is merged. */
  function approve(number: number, by: string): void {
    const pull = byNumber(number);
    pull.approvals.add(by);
    const isDue = pull.autoMerge !== undefined && pull.state === 'open' && obstacle(pull) === undefined;
    if (isDue) merge(pull, { method: pull.autoMerge }, 'github');
  }

  return {
    all,
    open,
    byNumber,
    headOf,
    mergeableState,
    merge,
    enableAutoMerge,
    approve,
    close(number: number): void {
      byNumber(number).state = 'closed';
    },
    commitsOf: (pull: StoredPull) => {
      const known = new Set(ancestorsOf(objects, branches.get(pull.base) ?? ''));
      return ancestorsOf(objects, headOf(pull)).filter((sha) => !known.has(sha)).length;
    },
  };
}
