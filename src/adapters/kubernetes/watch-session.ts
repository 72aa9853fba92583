import type { Clock } from '../../ports.ts';
import type { Connection } from './connection.ts';
import type { Intern } from './intern.ts';
import { listPages } from './list-pages.ts';
import type { ObjectCache } from './object-cache.ts';
import type { Metadata } from './project-metadata.ts';
import type { ReflectorCounters } from './reflector-state.ts';
import type { ReflectorTiming } from './reflector-timing.ts';
import type { ResourceKind } from './resource-kind.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';
import { readWatchStream } from './watch-stream.ts';

/** How one round ended, when it did not break. */
export type RoundEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

export interface WatchSession {
  /** Gets the full state if it is not known, then watches until the stream ends. Throws when anything breaks. */
  round(): Promise<RoundEnd>;
  /** The next round starts with a full list. */
  forget(): void;
  /** From now on full lists come in pages: this server has no streamed list. */
  usePages(): void;
  isListing(): boolean;
  usesPages(): boolean;
}

export interface WatchSessionDeps<T extends Metadata> {
  readonly connection: Connection;
  readonly kind: ResourceKind<T>;
  readonly path: string;
  readonly isWanted: (object: T) => boolean;
  readonly onSynced: () => void;
  /** The API server was heard and made sense. */
  readonly onProgress: () => void;
  readonly intern: Intern;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: ReflectorTiming;
  readonly cache: ObjectCache<T>;
  readonly counters: ReflectorCounters;
  readonly signal: AbortSignal;
}

export function createWatchSession<T extends Metadata>(deps: WatchSessionDeps<T>): WatchSession {
  const { connection, kind, path, cache, counters, timing, signal } = deps;
  /** Opaque; undefined while the full state is not known. */
  let resourceVersion: string | undefined;
  let usesPages = false;
  /** Where a malformed line was met: met there again, it is passed over instead of asked for once more. */
  let malformedAt: string | undefined;
  /** The uids of a full list that is under way. */
  let seen: Set<string> | undefined;

  const upsert = (value: unknown) => {
    const object = kind.project(value, deps.intern);
    if (object === undefined) counters.decodeErrors += 1;
    else if (deps.isWanted(object)) {
      seen?.add(object.uid);
      cache.upsert(object);
    } else cache.remove(object.uid);
  };

  const completeList = (version: string) => {
    if (seen !== undefined) cache.retain(seen);
    seen = undefined;
    resourceVersion = version;
    deps.onProgress();
    if (counters.isSynced) return;
    counters.isSynced = true;
    deps.onSynced();
  };

  const heard = () => {
    counters.lastHeardAt = deps.clock.now();
  };

  const apply = (event: WatchEvent): RoundEnd | undefined => {
    switch (event.type) {
      case 'error':
        return event.code === 410
          ? { kind: 'expired' }
          : { kind: 'error', code: event.code, message: event.message };
      case 'malformed':
        return passOver();
      case 'bookmark':
        if (event.isInitialEnd && seen !== undefined) completeList(event.resourceVersion);
        break;
      case 'upsert':
        upsert(event.object);
        break;
      case 'delete':
        remove(event.object);
        break;
    }
    if (seen === undefined && event.resourceVersion !== '') resourceVersion = event.resourceVersion;
    deps.onProgress();
    return undefined;
  };

  const remove = (value: unknown) => {
    const object = kind.project(value, deps.intern);
    if (object === undefined) counters.decodeErrors += 1;
    else cache.remove(object.uid);
  };

  /** A broken line may have been an event: the stream is resumed from before it, once. */
  const passOver = (): RoundEnd | undefined => {
    counters.decodeErrors += 1;
    const place = resourceVersion ?? '';
    if (malformedAt === place) return undefined;
    malformedAt = place;
    return { kind: 'malformed' };
  };

  const watch = async (query: Readonly<Record<string, string>>): Promise<RoundEnd> => {
    let end: RoundEnd = { kind: 'ended' };
    counters.watches += 1;
    const watchSeconds = Math.round(timing.watchSeconds * (1 + deps.random() / 4));
    await readWatchStream({
      connection,
      path,
      asked: `watch ${kind.qualified}`,
      query: { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds), ...query },
      openTimeoutMs: timing.openTimeoutMs,
      idleMs: () => (seen === undefined ? timing.idleMs : timing.initialIdleMs),
      signal,
      onOpen: heard,
      onLine: (line) => {
        heard();
        const stop = apply(parseWatchEvent(line));
        if (stop === undefined) return 'go-on';
        end = stop;
        return 'stop';
      },
    });
    return end;
  };

  const list = async () => {
    const version = await listPages({
      connection,
      path,
      asked: `list ${kind.qualified}`,
      timeoutMs: timing.pageTimeoutMs,
      signal,
      onItem: (item) => {
        heard();
        upsert(item);
      },
    });
    heard();
    completeList(version);
    return version;
  };

  return {
    async round() {
      if (resourceVersion !== undefined) return await watch({ resourceVersion });
      seen = new Set();
      counters.lists += 1;
      if (usesPages) return await watch({ resourceVersion: await list() });
      return await watch({ sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' });
    },
    forget() {
      resourceVersion = undefined;
    },
    usePages() {
      usesPages = true;
    },
    isListing: () => seen !== undefined,
    usesPages: () => usesPages,
  };
}
