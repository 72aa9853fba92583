import type { Clock, Log, WayBackExecutor, WayBackRequest, WayBackResult } from '../../../ports.ts';
import type { Client } from '../client.ts';
import { createPulls, type Pulls } from '../pulls.ts';
import { isForbidden } from '../refused-error.ts';
import { createRepository, type Repository } from '../repository.ts';
import { isMerged, type Pull } from '../schema.ts';
import type { Change, Finding } from './change.ts';
import { findChange } from './find-change.ts';
import { isOwnCommit } from './is-own-commit.ts';
import { mergeIfAllowed } from './merge.ts';
import { createPace } from './pace.ts';
import { revertText } from './revert-text.ts';

export interface RevertDeps {
  readonly client: Client;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** For how long after the merge a reconciler is given to begin. */
  readonly reconcileMs?: number;
}

/** One revert, with what it is done with. */
interface Task {
  readonly request: WayBackRequest;
  readonly way: Extract<WayBackRequest['way'], { kind: 'revert' }>;
  readonly repository: Repository;
  readonly pulls: Pulls;
  /** Of the revert; the same for every attempt. */
  readonly branch: string;
}

type Opened =
  | { readonly kind: 'open'; readonly pull: Pull }
  | { readonly kind: 'ended'; readonly result: WayBackResult };

const noRight = 'GitHub does not let me see it through, somebody else has to';

/** Flux looks every ten minutes by default, Argo CD every three. */
const defaultReconcileMs = 10 * 60_000;

/**
 * Takes a change back where it was made: one commit on a branch of its own, one pull request. The branch is named
 * after the request's key and is looked for before anything is made, so that there is one of each whatever is lost.
 */
export function createRevert({ client, apiUrl, clock, log, ...deps }: RevertDeps): WayBackExecutor {
  const reconcileMs = deps.reconcileMs ?? defaultReconcileMs;
  const pace = createPace();
  /** Commits that were looked at, by the branch of their revert. */
  const own = new Map<string, string>();

  async function carryOut(request: WayBackRequest): Promise<WayBackResult> {
    const { way, key } = request;
    if (way.kind !== 'revert') throw new Error(`a revert was asked to ${way.kind}`);
    const known = pace.answer(key, clock.now());
    if (known !== undefined) return known;
    const asked = whileLeading(client, request);
    const repository = createRepository(asked, way.repository);
    const pulls = createPulls(asked, way.repository, apiUrl);
    const task: Task = { request, way, repository, pulls, branch: branchOf(key) };
    try {
      const result = await attempt(task);
      pace.remember(key, result, clock.now());
      if (result.kind !== 'waiting') own.delete(task.branch);
      return result;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      log.warn({ err: error, repository: way.repository }, 'GitHub lets Shipmate not do what a revert takes');
      return { kind: 'forbidden', rule: `Contents: write and Pull requests: write on ${way.repository}` };
    }
  }

  async function attempt(task: Task): Promise<WayBackResult> {
    const found = await task.pulls.find(task.branch);
    const opened: Opened = found === undefined ? await open(task) : { kind: 'open', pull: found };
    return opened.kind === 'ended' ? opened.result : follow(task, opened.pull);
  }

  /** What is open is not refused for want of a right to look at it: somebody may still merge it. */
  async function follow(task: Task, pull: Pull): Promise<WayBackResult> {
    try {
      return await progress(task, pull);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      log.warn(
        { err: error, repository: task.way.repository },
        'GitHub does not let Shipmate see a revert through',
      );
      return { kind: 'waiting', for: 'merge', url: pull.html_url, said: noRight };
    }
  }

  async function isOwn({ request, way, repository, branch }: Task, sha: string): Promise<boolean> {
    if (own.get(branch) === sha) return true;
    if (!(await isOwnCommit(repository, sha, { request, way }))) return false;
    own.set(branch, sha);
    return true;
  }

  async function progress(task: Task, pull: Pull): Promise<WayBackResult> {
    const { way, repository, pulls } = task;
    const url = pull.html_url;
    if (isMerged(pull)) return reconciling(url, Date.parse(pull.merged_at ?? ''));
    if (pull.state === 'closed') return { kind: 'not-merged', url };
    if (way.how === 'pull-request') return { kind: 'waiting', for: 'merge', url };
    const state = await mergeIfAllowed(repository, pulls, pull, {
      branch: way.branch,
      isOwn: (sha) => isOwn(task, sha),
    });
    if (state.kind === 'merged') return reconciling(url, clock.now());
    const { said } = state;
    return { kind: 'waiting', for: 'merge', url, ...(said === undefined ? {} : { said }) };
  }

  /** What follows the branch has its time to begin; from then on the workload has the time of any rollback. */
  function reconciling(url: string, mergedAt: number): WayBackResult {
    const isDue = clock.now() >= mergedAt + reconcileMs;
    return isDue ? { kind: 'applied' } : { kind: 'waiting', for: 'reconciler', url };
  }

  return { carryOut };
}

function whileLeading(client: Client, { confirmLead }: WayBackRequest): Client {
  return {
    ...client,
    async act(act) {
      confirmLead?.();
      return await client.act(act);
    },
  };
}

/** Ends without a pull request, or with the one that there is now. */
async function open(task: Task): Promise<Opened> {
  const { request, way, repository, pulls, branch } = task;
  const isBegun = (await repository.head(branch)) !== undefined;
  if (request.takesUpOnly === true && !isBegun) {
    return { kind: 'ended', result: { kind: 'refused', because: 'not-begun' } };
  }
  const finding = await findChange(repository, request, way);
  if (finding.kind !== 'found') return { kind: 'ended', result: refusalOf(finding, way.repository) };
  const { change } = finding;
  const { title, body, message } = revertText(request, change);
  if (!isBegun) await makeBranch(repository, { branch, change, message });
  return { kind: 'open', pull: await pulls.open({ branch, base: way.branch, title, body }) };
}

async function makeBranch(
  repository: Repository,
  { branch, change, message }: { branch: string; change: Change; message: string },
): Promise<void> {
  const tree = await repository.makeTree(change.tree, change.files);
  const sha = await repository.makeCommit({ message, tree, parents: [change.head] });
  await repository.makeBranch(branch, sha);
}

function refusalOf(finding: Exclude<Finding, { kind: 'found' }>, repository: string): WayBackResult {
  switch (finding.kind) {
    case 'already-there':
      return { kind: 'already-there' };
    case 'overtaken':
      return { kind: 'refused', because: 'newer-revision' };
    case 'target-gone':
      return { kind: 'refused', because: 'target-gone' };
    case 'unclear':
      return { kind: 'refused-elsewhere', who: repository, said: finding.because };
    default:
      return finding satisfies never;
  }
}

/** Keys come from us; what git does not take in a name is left out all the same. */
function branchOf(key: string): string {
  return `shipmate/rollback-${key.replaceAll(/[^\w-]/g, '-')}`;
}
