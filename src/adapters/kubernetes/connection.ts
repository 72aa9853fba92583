import { type Dispatcher, request as send } from 'undici';
import { PermanentError, TransientError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { type ConnectionOptions, describeConnection } from './connection-options.ts';
import { type CredentialsHolder, createCredentialsHolder } from './credentials-holder.ts';
import { createDispatcherHolder, type DispatcherHolder } from './dispatcher.ts';
import { readBody } from './read-body.ts';
import { parseRetryAfter, toResponseError } from './response-error.ts';
import { toTransportError } from './transport-error.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the server's URL, such as `/api/v1/pods`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly json: unknown };
  /** Default: JSON as it is. */
  readonly accept?: string;
  /** What is asked, in RBAC's words, for errors: `list pods`. */
  readonly asked: string;
  /** Until the answer begins; for `json` and `read` until it is complete. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface ApiStream {
  readonly status: number;
  readonly body: Dispatcher.ResponseData['body'];
}

/** Takes in a body piece by piece. What it throws means that the body cannot be read. */
export interface BodyReader<T> {
  push(piece: Buffer): void;
  end(): T;
}

export interface Connection {
  /** The parsed body of a 2xx answer. Throws PermanentError, ForbiddenError or TransientError. */
  json(request: ApiRequest): Promise<unknown>;
  /** What the reader makes of the body of a 2xx answer, which is complete within the timeout. Throws like `json`. */
  read<T>(request: ApiRequest, reader: BodyReader<T>): Promise<T>;
  /** The open body of a 2xx answer, with no timeout of its own: the caller watches over it. Throws like `json`. */
  stream(request: ApiRequest): Promise<ApiStream>;
  close(): Promise<void>;
}

export interface ConnectionDeps {
  readonly cluster: string;
  readonly options: ConnectionOptions;
  readonly clock: Clock;
}

/** One cluster's API server over one shared pool of connections. Credentials are read at the first request. */
export function createConnection({ cluster, options, clock }: ConnectionDeps): Connection {
  const pool = createDispatcherHolder();
  const credentials = createCredentialsHolder(options);
  const source = describeConnection(options);

  const stream = async (request: ApiRequest): Promise<ApiStream> => {
    const response = await open({ cluster, pool, credentials }, request);
    const { statusCode: status, headers, body } = response;
    if (status >= 200 && status <= 299) return { status, body };
    const retryAfter = headers['retry-after'];
    const retryAfterMs = parseRetryAfter(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, clock.now());
    const { asked } = request;
    throw toResponseError({ status, body: await readStatus(body), retryAfterMs, cluster, asked, source });
  };

  const read = async <T>(request: ApiRequest, reader: BodyReader<T>): Promise<T> => {
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    const { body } = await stream({ ...request, signal });
    try {
      await readBody(body, (piece) => {
        readable(cluster, () => reader.push(piece));
        return 'go-on';
      });
    } catch (error) {
      throw toTransportError(error, { cluster, serverUrl: (await credentials.current()).serverUrl });
    }
    return readable(cluster, () => reader.end());
  };

  return {
    stream,
    read,
    json: (request) => read(request, createJsonReader()),
    close: () => pool.close(),
  };
}

interface Channel {
  readonly cluster: string;
  readonly pool: DispatcherHolder;
  readonly credentials: CredentialsHolder;
}

async function open(channel: Channel, request: ApiRequest): Promise<Dispatcher.ResponseData> {
  const first = await attempt(channel, request);
  if (first.statusCode !== 401) return first;
  // Tokens rotate: read the credentials again and try once more before saying that they are wrong.
  await first.body.dump();
  channel.credentials.forget();
  return await attempt(channel, request);
}

async function attempt(channel: Channel, request: ApiRequest): Promise<Dispatcher.ResponseData> {
  const { cluster, pool, credentials } = channel;
  const known = await credentials.current();
  try {
    return await send(urlOf(known.serverUrl, request), {
      dispatcher: pool.dispatcherFor(known),
      method: request.method ?? 'GET',
      headers: {
        'user-agent': 'shipmate',
        accept: request.accept ?? 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': request.body.contentType }),
        ...(await known.headers()),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body.json),
      headersTimeout: request.timeoutMs,
      bodyTimeout: 0,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (error) {
    const failure = toTransportError(error, { cluster, serverUrl: known.serverUrl });
    // Certificates rotate as tokens do, but there is no 401 to say so.
    if (failure instanceof PermanentError) credentials.forget();
    throw failure;
  }
}

function urlOf(serverUrl: string, { path, query }: ApiRequest): string {
  const parameters = new URLSearchParams(query).toString();
  return parameters === '' ? `${serverUrl}${path}` : `${serverUrl}${path}?${parameters}`;
}

function createJsonReader(): BodyReader<unknown> {
  const pieces: Buffer[] = [];
  return {
    push(piece) {
      pieces.push(piece);
    },
    end: () => JSON.parse(Buffer.concat(pieces).toString()),
  };
}

function readable<T>(cluster: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = `What answers for cluster ${cluster} is no Kubernetes API: the answer is not JSON.`;
    throw new TransientError('kubernetes-unreadable', message, { cause: error, outcome: 'unknown' });
  }
}

const maxStatusBytes = 65_536;

/** The body of a refusal, as far as it is short and JSON. */
async function readStatus(body: Dispatcher.ResponseData['body']): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxStatusBytes) break;
    }
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
