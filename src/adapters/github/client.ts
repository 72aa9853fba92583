import type { z } from 'zod';
import { TransientError } from '../../errors.ts';
import type { Credentials } from './credentials.ts';
import { isRefused } from './refused-error.ts';
import type { Answer, Transport, TransportRequest } from './transport.ts';

export interface Ask<T> extends Pick<TransportRequest, 'path' | 'query' | 'asked'> {
  /** `acme/clusters`: whose token is used. */
  readonly repository: string;
  readonly schema: z.ZodType<T>;
}

export interface Act<T> extends Ask<T> {
  readonly method: 'POST' | 'PUT';
  readonly json: unknown;
  /** False for what changes nothing that anybody sees: a loose object in git. Default: true. */
  readonly isWrite?: boolean;
}

/** GitHub's API, with the right token for each repository. Throws as the transport does. */
export interface Client {
  get<T>(ask: Ask<T>): Promise<T>;
  /** As `get`; what is still as it was costs nothing of GitHub's limits. */
  watch<T>(ask: Ask<T>): Promise<T>;
  act<T>(act: Act<T>): Promise<T>;
}

/** More than anybody watches at once. */
const mostKept = 500;

export function createClient(transport: Transport, credentials: Credentials): Client {
  const kept = new Map<string, { readonly etag: string; readonly body: unknown }>();

  /** A token may be withdrawn before its time: asked for once more, it is another one. */
  async function send(request: Omit<TransportRequest, 'token'>, repository: string): Promise<Answer> {
    try {
      return await transport({ ...request, token: await credentials.tokenFor(repository) });
    } catch (error) {
      if (!isRefused(error, 401)) throw error;
      credentials.forget(repository);
      return await transport({ ...request, token: await credentials.tokenFor(repository) });
    }
  }

  async function get<T>({ repository, schema, ...ask }: Ask<T>): Promise<T> {
    const { body } = await send({ method: 'GET', isWrite: false, ...ask }, repository);
    return readable(schema, body, ask.asked, 'not-done');
  }

  async function watch<T>({ repository, schema, ...ask }: Ask<T>): Promise<T> {
    const key = `${ask.path}?${new URLSearchParams(ask.query).toString()}`;
    const known = kept.get(key);
    const request = { method: 'GET', isWrite: false, ...ask } as const;
    const { status, body, etag } = await send(
      { ...request, ...(known === undefined ? {} : { etag: known.etag }) },
      repository,
    );
    if (status === 304 && known !== undefined) return readable(schema, known.body, ask.asked, 'not-done');
    kept.delete(key);
    if (etag !== undefined) kept.set(key, { etag, body });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return readable(schema, body, ask.asked, 'not-done');
  }

  async function act<T>({ repository, schema, isWrite = true, ...rest }: Act<T>): Promise<T> {
    const { body } = await send({ ...rest, isWrite }, repository);
    return readable(schema, body, rest.asked, isWrite ? 'unknown' : 'not-done');
  }

  return { get, watch, act };
}

function readable<T>(schema: z.ZodType<T>, body: unknown, asked: string, outcome: 'unknown' | 'not-done'): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new TransientError('github-unreadable', `What answers is no GitHub API: asked to ${asked}.`, {
    cause: parsed.error,
    outcome,
  });
}
