import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, parseJson } from '../slack/json.ts';
import type { Access } from './access.ts';
import { ApiError, notFound } from './api-error.ts';
import { createFaults, type RecordedRequest } from './faults.ts';
import type { RepositoryState } from './repository.ts';
import type { Reply, Route } from './route.ts';

export interface ServerDeps {
  readonly access: Access;
  readonly repositories: ReadonlyMap<string, RepositoryState>;
  readonly routes: readonly Route[];
  /** Requests that one caller has left; 304 costs nothing. */
  readonly limits: { remaining: number; readonly resetAt: number };
}

/** The REST API and the one mutation of GraphQL that is used, on loopback. */
export function createGitHubServer({ access, repositories, routes, limits }: ServerDeps) {
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  let origin = '';

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const recorded: RecordedRequest = { method, path: url, status: 0 };
    requests.push(recorded);
    const body = await bodyOf(request);
    const fault = faults.take(recorded);
    if (fault !== undefined && fault.isCarriedOut !== true)
      return void give(response, recorded, fault.answer);
    const answer = attempt(request, body);
    if (fault !== undefined) return void give(response, recorded, fault.answer);
    const etag = `W/"${createHash('sha1')
      .update(JSON.stringify(answer.body ?? null))
      .digest('hex')}"`;
    const isKnown = method === 'GET' && answer.status === 200 && request.headers['if-none-match'] === etag;
    if (!isKnown) limits.remaining -= 1;
    const headers = {
      etag,
      'x-ratelimit-remaining': String(Math.max(0, limits.remaining)),
      'x-ratelimit-reset': String(Math.ceil(limits.resetAt / 1_000)),
      ...answer.headers,
    };
    give(response, recorded, isKnown ? { status: 304, headers } : { ...answer, headers });
  }

  function attempt(request: IncomingMessage, body: unknown): Reply & { readonly headers?: object } {
    try {
      return answerTo(request, body);
    } catch (error) {
      if (error instanceof ApiError)
        return { status: error.status, body: error.body, headers: error.headers };
      throw error;
    }
  }

  function answerTo(request: IncomingMessage, body: unknown): Reply {
    if (request.headers['user-agent'] === undefined) {
      throw new ApiError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    }
    const caller = access.callerOf(request.headers.authorization);
    if (limits.remaining <= 0) throw new ApiError(403, 'API rate limit exceeded for installation.');
    const { pathname, searchParams: query } = new URL(request.url ?? '/', origin);
    const ofApp = caller.kind === 'app' ? answerApp(request.method ?? '', pathname) : undefined;
    if (ofApp !== undefined) return ofApp;
    if (caller.kind === 'app') throw new ApiError(401, 'A JSON web token could not be decoded');
    if (pathname === '/graphql') return answerGraph(requireObject(body));

    const [, name = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(pathname) ?? [];
    const repository = repositories.get(name.toLowerCase());
    if (repository === undefined) throw notFound();
    for (const route of routes) {
      const match = route.method === request.method ? route.path.exec(rest) : null;
      if (match === null) continue;
      access.require(caller, ...route.needs);
      const parts = match.slice(1).map(decodeURIComponent);
      const given = route.method === 'GET' ? {} : requireObject(body);
      const webUrl = `${origin}/${repository.name}`;
      return route.answer({ repository, caller, parts, query, body: given, apiUrl: origin, webUrl });
    }
    throw notFound();
  }

  function answerApp(method: string, path: string): Reply | undefined {
    const [, name] = /^\/repos\/([^/]+\/[^/]+)\/installation$/.exec(path) ?? [];
    if (name !== undefined && method === 'GET') {
      if (!repositories.has(name.toLowerCase())) throw notFound();
      return { status: 200, body: { id: access.app.installationId } };
    }
    const [, installation] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? [];
    if (installation === undefined || method !== 'POST') return undefined;
    if (Number(installation) !== access.app.installationId) throw notFound();
    return { status: 201, body: access.issue() };
  }

  /** Errors of a mutation come with status 200. */
  function answerGraph({ query, variables }: JsonObject): Reply {
    if (typeof query !== 'string' || !/enablePullRequestAutoMerge\s*\(\s*input:/.test(query)) {
      return {
        status: 200,
        body: { errors: [{ message: 'Only enablePullRequestAutoMerge is known here' }] },
      };
    }
    const { id, method, sha } = isJsonObject(variables) ? variables : {};
    const owners = [...repositories.values()];
    const repository = owners.find(({ pulls }) => pulls.all.some(({ nodeId }) => nodeId === id));
    const message =
      repository === undefined
        ? `Could not resolve to a node with the global id of '${String(id)}'`
        : repository.pulls.enableAutoMerge(String(id), String(method), String(sha));
    if (message !== undefined) return { status: 200, body: { data: null, errors: [{ message }] } };
    return { status: 200, body: { data: { enablePullRequestAutoMerge: { clientMutationId: null } } } };
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ message: String(error) }));
    });
  });

  return {
    faults,
    requests,
    async listen(): Promise<string> {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
      return origin;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Given = { readonly status: number; readonly body?: unknown; readonly headers?: object } | 'lost';

function give(response: ServerResponse, recorded: RecordedRequest, answer: Given): void {
  if (answer === 'lost') {
    response.destroy();
    return;
  }
  recorded.status = answer.status;
  const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
  response
    .writeHead(answer.status, headers)
    .end(answer.body === undefined ? '' : JSON.stringify(answer.body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return parseJson(Buffer.concat(pieces).toString());
}

function requireObject(body: unknown): JsonObject {
  if (!isJsonObject(body)) throw new ApiError(400, 'Problems parsing JSON');
  return body;
}
