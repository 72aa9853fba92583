import type { Dispatcher } from 'undici';
import { request as send } from 'undici';
import { PermanentError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { toResponseError } from './response-error.ts';
import { toTransportError } from './transport-error.ts';

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the API's URL, or a whole URL on the API's own host. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly token: string;
  /** For errors: `list commits of acme/clusters`. */
  readonly asked: string;
  readonly isWrite: boolean;
  /** Of an answer that is known: GitHub says 304 if it is still so, which costs nothing of the limits. */
  readonly etag?: string;
}

export interface Answer {
  /** 304 when what is known is still so; then there is no body. */
  readonly status: number;
  readonly body: unknown;
  readonly etag?: string;
}

/** One request to GitHub's API. Throws RefusedError, PermanentError or TransientError. */
export type Transport = (request: TransportRequest) => Promise<Answer>;

export interface TransportDeps {
  readonly apiUrl: string;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const mostBytes = 8 * 1024 * 1024;
const mostRedirects = 3;

export function createTransport({ apiUrl, dispatcher, clock, timeoutMs }: TransportDeps): Transport {
  const base = apiUrl.replace(/\/+$/, '');
  const within = timeoutMs ?? defaultTimeoutMs;

  return async (request) => {
    const url = new URL(/^https?:\/\//.test(request.path) ? request.path : `${base}${request.path}`);
    for (const [key, value] of Object.entries(request.query ?? {})) url.searchParams.set(key, value);
    try {
      return await follow(request, url, AbortSignal.timeout(within));
    } catch (error) {
      throw toTransportError(error, request.asked, request.isWrite);
    }
  };

  /** A repository that was renamed is elsewhere on the same host; the token goes nowhere else. */
  async function follow(request: TransportRequest, first: URL, signal: AbortSignal): Promise<Answer> {
    let url = first;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      if (url.origin !== new URL(base).origin) throw elsewhere(request.asked, url);
      const response = await sendTo(request, url, signal);
      const { statusCode: status, headers } = response;
      const location = headers['location'];
      const isMoved = [301, 302, 307, 308].includes(status) && typeof location === 'string';
      if (!isMoved) return await read(request, response);
      await response.body.dump();
      if (request.method !== 'GET') throw elsewhere(request.asked, new URL(location, url));
      url = new URL(location, url);
    }
    throw elsewhere(request.asked, url);
  }

  async function sendTo(request: TransportRequest, url: URL, signal: AbortSignal) {
    const { method, token, json, etag } = request;
    return await send(url, {
      dispatcher,
      method,
      headers: {
        'user-agent': 'shipmate',
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        authorization: `Bearer ${token}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      },
      body: json === undefined ? null : JSON.stringify(json),
      signal,
    });
  }

  async function read(request: TransportRequest, response: Dispatcher.ResponseData): Promise<Answer> {
    const { statusCode: status, headers } = response;
    const text = await textOf(response, request.asked);
    if (status === 304) return { status, body: undefined };
    const body = text === '' ? undefined : parse(text);
    if (status < 200 || status > 299) {
      const { asked, isWrite } = request;
      throw toResponseError({ status, headers, body, asked, isWrite, now: clock.now() });
    }
    const etag = headers['etag'];
    return { status, body, ...(typeof etag === 'string' ? { etag } : {}) };
  }
}

function elsewhere(asked: string, { host }: URL): PermanentError {
  return new PermanentError(
    'github-moved',
    `GitHub sends elsewhere (${host}) to ${asked}. Was the repository renamed? Put its new name into the configuration.`,
  );
}

async function textOf({ body }: Dispatcher.ResponseData, asked: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    const buffer = Buffer.from(piece);
    bytes += buffer.length;
    if (bytes > mostBytes) {
      throw new PermanentError('github-too-large', `GitHub's answer is too large to ${asked}.`);
    }
    pieces.push(buffer);
  }
  return Buffer.concat(pieces).toString();
}

/** A gateway's page is no JSON; its status says enough. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
