import { notFound } from '../api-error.ts';
import { differences } from '../git/diff.ts';
import { historyOf } from '../git/history.ts';
import type { CommitObject } from '../git/objects.ts';
import type { Call, Reply, Route } from '../route.ts';

function list({ repository, query, webUrl }: Call): Reply {
  const head = repository.resolve(query.get('sha') ?? repository.defaultBranch);
  if (head === undefined) throw notFound();
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  const all = historyOf(repository.objects, head.sha, query.get('path') ?? '');
  return { status: 200, body: all.slice(from, from + size).map((each) => commitBody(each, webUrl)) };
}

function one({ repository, parts, webUrl }: Call): Reply {
  const { objects } = repository;
  const commit = repository.resolve(parts[0] ?? '');
  if (commit === undefined) throw notFound();
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : objects.commit(parent);
  const files = differences(
    objects,
    before === undefined ? new Map() : objects.filesOf(before.tree),
    objects.filesOf(commit.tree),
  );
  return { status: 200, body: { ...commitBody(commit, webUrl), files } };
}

function commitBody({ sha, message, author, tree, parents }: CommitObject, webUrl: string): object {
  return {
    sha,
    html_url: `${webUrl}/commit/${sha}`,
    commit: { message, author, committer: author, tree: { sha: tree } },
    parents: parents.map((parent) => ({ sha: parent })),
  };
}

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/commits$/, needs: ['contents', 'read'], answer: list },
  { method: 'GET', path: /^\/commits\/([^/]+)$/, needs: ['contents', 'read'], answer: one },
];
