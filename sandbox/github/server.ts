import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, parseJson } from '../slack/json.ts';
import type { Access } from './access.ts';
import { ApiError, notFound } from './api-error.ts';
import { createFaults, type RecordedRequest } from './faults.ts';
import type { RepositoryState } from './repository.ts';
import type { Call, Reply, Route } from './route.ts';
import { answerApp, answerGraph } from './special-endpoints.ts';

export interface ServerDeps {
  readonly access: Access;
  readonly repositories: ReadonlyMap<string, RepositoryState>;
  readonly routes: readonly Route[];
  /** Requests that one caller has left; 304 costs nothing. */
  readonly limits: { remaining: number; readonly resetAt: number };
}

interface RepositoryRequest extends Pick<Call, 'caller' | 'query'> {
  readonly method: string;
  readonly pathname: string;
  readonly body: unknown;
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
    const { method = '', headers } = request;
    if (headers['user-agent'] === undefined)
      throw new ApiError(403, 'Request forbidden: no User-Agent header');
    const caller = access.callerOf(headers.authorization);
    if (limits.remaining <= 0) throw new ApiError(403, 'API rate limit exceeded for installation.');
    const { pathname, searchParams: query } = new URL(request.url ?? '/', origin);
    if (caller.kind === 'app') return answerApp({ access, repositories }, method, pathname);
    if (pathname === '/graphql') return answerGraph(repositories, requireObject(body));
    return answerRepository({ method, pathname, query, caller, body });
  }

  function answerRepository({ method, pathname, query, caller, body }: RepositoryRequest): Reply {
    const [, name = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(pathname) ?? [];
    const repository = repositories.get(name.toLowerCase());
    const route = routes.find((each) => each.method === method && each.path.test(rest));
    if (repository === undefined || route === undefined) throw notFound();
    access.require(caller, ...route.needs);
    const parts = (route.path.exec(rest) ?? []).slice(1).map(decodeURIComponent);
    const given = method === 'GET' ? {} : requireObject(body);
    const webUrl = `${origin}/${repository.name}`;
    return route.answer({ repository, caller, parts, query, body: given, apiUrl: origin, webUrl });
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
