import { groupVersionOf, type Resource } from '../resources.ts';
import { type ApiError, badRequest, expired, tooLargeVersion } from '../status.ts';
import { itemJson, type Store, type Stored } from '../store.ts';
import { type ListOptions, parseListOptions, parseVersion } from './list-options.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { Target } from './target.ts';

export interface Page {
  items: Stored[];
  version: number;
  continueToken: string;
  remaining: number | undefined;
}

interface Position {
  version: number;
  start: string;
}

function encodePosition({ version, start }: Position): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start })).toString('base64url');
}

function decodePosition(token: string): Position {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (v === 'meta.k8s.io/v1' && typeof rv === 'number' && typeof start === 'string')
      return { version: rv, start };
  } catch {
    // Falls through to the refusal below, which says the same for every unreadable token.
  }
  throw badRequest('continue key is not valid: encoded start key or version is missing');
}

/** The collection as it was at `version`, by taking later changes back. */
function snapshotAt(store: Store, resource: Resource, version: number): Stored[] | 'expired' {
  const changes = store.changesSince(resource, version);
  if (changes === 'expired') return 'expired';
  const current = store.list(resource);
  if (changes.length === 0) return current;
  const byKey = new Map(current.map((stored) => [stored.key, stored]));
  for (const change of changes.reverse()) {
    if (change.previous === undefined) byKey.delete(change.stored.key);
    else byKey.set(change.previous.key, change.previous);
  }
  return [...byKey.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
}

const staleContinue =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** In a token: go on from here over whatever is there now. */
const anyVersion = -1;

function expiredContinue(start: string): ApiError {
  const error = expired(staleContinue);
  error.status.metadata.continue = encodePosition({ version: anyVersion, start });
  return error;
}

function continued(store: Store, resource: Resource, { version, start }: Position): Base {
  const wanted = version === anyVersion ? store.version() : version;
  const items = snapshotAt(store, resource, wanted);
  if (items === 'expired') throw expiredContinue(start);
  return { items: items.filter((stored) => stored.key > start), version: wanted };
}

interface Base {
  items: Stored[];
  version: number;
}

function baseOf(
  store: Store,
  resource: Resource,
  options: ListOptions,
): { items: Stored[]; version: number } {
  if (options.continueToken !== '') return continued(store, resource, decodePosition(options.continueToken));
  const wanted = options.resourceVersion === '' ? 0 : parseVersion(options.resourceVersion);
  if (wanted > store.version()) throw tooLargeVersion(wanted, store.version());
  const isExact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && wanted > 0);
  if (!isExact) return { items: store.list(resource), version: store.version() };
  const items = snapshotAt(store, resource, wanted);
  if (items === 'expired') throw expired('The resourceVersion for the provided list is too old.');
  return { items, version: wanted };
}

function pageOf(base: { items: Stored[]; version: number }, selection: Selection, limit: number): Page {
  const matching = base.items.filter((stored) => selection.matches(stored.object));
  const items = limit > 0 ? matching.slice(0, limit) : matching;
  const last = items.at(-1);
  const left = matching.length - items.length;
  if (left === 0 || last === undefined)
    return { items, version: base.version, continueToken: '', remaining: undefined };
  const continueToken = encodePosition({ version: base.version, start: last.key });
  return { items, version: base.version, continueToken, remaining: selection.isNarrowed ? undefined : left };
}

/** One page of a list. resourceVersion=0 is answered from the watch cache, which ignores `limit`. */
export function listPage(store: Store, where: Target, query: URLSearchParams): Page {
  const options = parseListOptions(query);
  const selection = selectionOf(where, query);
  const limit = options.resourceVersion === '0' && options.continueToken === '' ? 0 : options.limit;
  return pageOf(baseOf(store, where.resource, options), selection, limit);
}

export function listMetadata(page: Page): string {
  return JSON.stringify({
    resourceVersion: String(page.version),
    ...(page.continueToken === '' ? {} : { continue: page.continueToken }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  });
}

export function listJson(resource: Resource, page: Page): string {
  const head = `{"kind":"${resource.kind}List","apiVersion":"${groupVersionOf(resource)}","metadata":${listMetadata(page)}`;
  return `${head},"items":[${page.items.map(itemJson).join(',')}]}\n`;
}

/** A list for whoever wants to know what there is, and not what is in it. */
export function metadataJson(page: Page): string {
  const items = page.items.map(({ object: { metadata } }) => ({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
  }));
  const head = `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${listMetadata(page)}`;
  return `${head},"items":${JSON.stringify(items)}}\n`;
}
