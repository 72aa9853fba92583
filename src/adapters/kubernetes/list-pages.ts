import { PermanentError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { createListSplitter } from './list-splitter.ts';
import { createSkimmer } from './skim-json.ts';

export interface ListRequest {
  readonly connection: Connection;
  readonly path: string;
  readonly asked: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** All that is read of an item. */
  readonly fields: JsonShape;
  readonly onItem: (item: unknown) => void;
}

const pageSize = 500;
/** An object is at most 1.5 MB in etcd; JSON with all its fields may be some times that. */
const maxItemBytes = 32 * 1024 * 1024;

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
  const skim = createSkimmer(request.fields);
  const onItem = (json: Buffer) => request.onItem(skim(json));
  let continueToken = '';
  while (true) {
    const query = {
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(continueToken === '' ? {} : { continue: continueToken }),
    };
    const page = await connection.read(
      { path, query, asked, timeoutMs, signal },
      createListSplitter({ onItem, maxBytes: maxItemBytes }),
    );
    const metadata = objectOf(objectOf(page)['metadata']);
    continueToken = textOf(metadata['continue']);
    if (continueToken === '') return textOf(metadata['resourceVersion']);
  }
}
