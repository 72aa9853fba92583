import { isJsonObject, type JsonObject } from '../slack/json.ts';
import type { Access } from './access.ts';
import { ApiError, notFound } from './api-error.ts';
import type { RepositoryState } from './repository.ts';
import type { Reply } from './route.ts';

interface Known {
  readonly access: Access;
  readonly repositories: ReadonlyMap<string, RepositoryState>;
}

/** What an App may ask for by itself: where it is installed, and a token for there. */
export function answerApp({ access, repositories }: Known, method: string, path: string): Reply {
  const [, name] = /^\/repos\/([^/]+\/[^/]+)\/installation$/.exec(path) ?? [];
  if (name !== undefined && method === 'GET') {
    if (!repositories.has(name.toLowerCase())) throw notFound();
    return { status: 200, body: { id: access.app.installationId } };
  }
  const [, installation] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? [];
  if (installation === undefined || method !== 'POST') {
    throw new ApiError(401, 'A JSON web token could not be decoded');
  }
  if (Number(installation) !== access.app.installationId) throw notFound();
  return { status: 201, body: access.issue() };
}

/** Errors of a mutation come with status 200. */
export function answerGraph(repositories: Known['repositories'], { query, variables }: JsonObject): Reply {
  if (typeof query !== 'string' || !/enablePullRequestAutoMerge\s*\(\s*input:/.test(query)) {
    return graphError('Only enablePullRequestAutoMerge is known here');
  }
  const { id, method, sha } = isJsonObject(variables) ? variables : {};
  const owners = [...repositories.values()];
  const owner = owners.find(({ pulls }) => pulls.all.some(({ nodeId }) => nodeId === id));
  if (owner === undefined)
    return graphError(`Could not resolve to a node with the global id of '${String(id)}'`);
  const message = owner.pulls.enableAutoMerge(String(id), String(method), String(sha));
  if (message !== undefined) return graphError(message);
  return { status: 200, body: { data: { enablePullRequestAutoMerge: { clientMutationId: null } } } };
}

function graphError(message: string): Reply {
  return { status: 200, body: { data: null, errors: [{ message }] } };
}
