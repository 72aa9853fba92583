import type { StoredPull } from '../pulls.ts';
import type { RepositoryState } from '../repository.ts';
import type { Call, Reply, Route } from '../route.ts';

function list({ repository, query, webUrl }: Call): Reply {
  const { owner, pulls } = repository;
  const [state, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')];
  const found = pulls.all.filter(
    (each) =>
      (state === 'all' || each.state === state) &&
      (head === null || head === `${owner}:${each.head}`) &&
      (base === null || base === each.base),
  );
  return { status: 200, body: found.toReversed().map((each) => listed(repository, each, webUrl)) };
}

function one({ repository, parts, webUrl }: Call): Reply {
  const pull = repository.pulls.byNumber(Number(parts[0]));
  return { status: 200, body: whole(repository, pull, webUrl) };
}

function open({ repository, body, caller, webUrl }: Call): Reply {
  return { status: 201, body: whole(repository, repository.pulls.open(body, caller.login), webUrl) };
}

function merge({ repository, parts, body, caller }: Call): Reply {
  const pull = repository.pulls.byNumber(Number(parts[0]));
  const request = { sha: body['sha'], ...('merge_method' in body ? { method: body['merge_method'] } : {}) };
  const sha = repository.pulls.merge(pull, request, caller.login);
  return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } };
}

function repositoryBody({ repository }: Call): Reply {
  const { name, defaultBranch, settings } = repository;
  return {
    status: 200,
    body: {
      full_name: name,
      default_branch: defaultBranch,
      allow_merge_commit: settings.allowMergeCommit,
      allow_squash_merge: settings.allowSquashMerge,
      allow_rebase_merge: settings.allowRebaseMerge,
      allow_auto_merge: settings.allowAutoMerge,
    },
  };
}

function listed(repository: RepositoryState, pull: StoredPull, webUrl: string): object {
  const { number, nodeId, title, body, state, head, base, mergedAt, autoMerge } = pull;
  return {
    number,
    node_id: nodeId,
    title,
    body,
    state,
    html_url: `${webUrl}/pull/${number}`,
    user: { login: pull.createdBy },
    merged_at: mergedAt === undefined ? null : new Date(mergedAt).toISOString(),
    auto_merge: autoMerge === undefined ? null : { merge_method: autoMerge },
    head: { ref: head, sha: repository.pulls.headOf(pull) },
    base: { ref: base },
  };
}

function whole(repository: RepositoryState, pull: StoredPull, webUrl: string): object {
  return {
    ...listed(repository, pull, webUrl),
    merged: pull.mergedAt !== undefined,
    mergeable_state: repository.pulls.mergeableState(pull),
    commits: repository.pulls.commitsOf(pull),
  };
}

/** By which pull request a commit came: its own commits, and the one that merged it. */
function ofCommit({ repository, parts, webUrl }: Call): Reply {
  const { pulls } = repository;
  const found = pulls.all.filter((each) => parts[0] === each.mergeSha || parts[0] === pulls.headOf(each));
  return { status: 200, body: found.map((each) => listed(repository, each, webUrl)) };
}

export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: /^$/, needs: ['metadata', 'read'], answer: repositoryBody },
  { method: 'GET', path: /^\/pulls$/, needs: ['pull_requests', 'read'], answer: list },
  { method: 'GET', path: /^\/pulls\/(\d+)$/, needs: ['pull_requests', 'read'], answer: one },
  {
    method: 'GET',
    path: /^\/commits\/([^/]+)\/pulls$/,
    needs: ['pull_requests', 'read'],
    answer: ofCommit,
  },
  { method: 'POST', path: /^\/pulls$/, needs: ['pull_requests', 'write'], answer: open },
  { method: 'PUT', path: /^\/pulls\/(\d+)\/merge$/, needs: ['contents', 'write'], answer: merge },
];
