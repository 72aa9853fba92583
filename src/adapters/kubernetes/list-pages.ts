import { PermanentError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { listOf, objectOf, textOf } from './json-field.ts';

export interface ListRequest {
  readonly connection: Connection;
  readonly path: string;
  readonly asked: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onItem: (item: unknown) => void;
}

const pageSize = 500;

/**
 * Lists a collection page by page and answers the resourceVersion to watch from. When the snapshot expires between
 * two pages (410) the rest comes in one piece, as client-go does: it may be that pages never come fast enough.
 */
export async function listPages(request: ListRequest): Promise<string> {
  try {
    return await readPages(request, pageSize);
  } catch (error) {
    if (!(error instanceof PermanentError) || error.code !== 'kubernetes-expired') throw error;
    return await readPages(request, undefined);
  }
}

async function readPages(request: ListRequest, limit: number | undefined): Promise<string> {
  const { connection, path, asked, timeoutMs, signal } = request;
  let continueToken = '';
  while (true) {
    const query = {
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(continueToken === '' ? {} : { continue: continueToken }),
    };
    const page = objectOf(await connection.json({ path, query, asked, timeoutMs, signal }));
    for (const item of listOf(page['items'])) request.onItem(item);

    const metadata = objectOf(page['metadata']);
    continueToken = textOf(metadata['continue']);
    if (continueToken === '') return textOf(metadata['resourceVersion']);
  }
}
