import type { ServerResponse } from 'node:http';
import { groupVersionOf, type Resource } from '../resources.ts';
import { failure, type Status } from '../status.ts';
import { type Change, type ChangeType, jsonOf, lineOf, type Store, type Stored } from '../store.ts';
import type { Timers } from '../timers.ts';
import { parseVersion, parseWatchOptions } from './list-options.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { Target } from './target.ts';

/** How a watcher wants its events: the plain object, or a table row. */
export type LineFormat = (type: ChangeType, stored: Stored, change: Change | undefined) => string;

interface Watcher {
  resource: Resource;
  selection: Selection;
  afterVersion: number;
  format: LineFormat;
  allowBookmarks: boolean;
  response: ServerResponse;
  stop(): void;
}

export interface WatchHub {
  open(where: Target, query: URLSearchParams, response: ServerResponse, format: LineFormat): void;
  endAll(): void;
  resetAll(): void;
  sendAll(line: string): void;
  /** A silent hub keeps its connections and sends nothing; when it speaks again it catches up. */
  setSilent(isSilent: boolean): void;
  /** Open watches stay open, are told nothing any more and are not counted. */
  abandonAll(): void;
  /** The resources that somebody is told of now, by their plurals; empty while the hub is silent. */
  watched(): readonly string[];
  /** Calls back whenever what is watched may have changed. */
  onWatch(listener: () => void): () => void;
  count(): number;
}

export const plainLine: LineFormat = (type, stored, change) =>
  change === undefined || change.stored !== stored
    ? `{"type":"${type}","object":${jsonOf(stored)}}\n`
    : lineOf(change, type);

export function errorLine(status: Status): string {
  return `${JSON.stringify({ type: 'ERROR', object: status })}\n`;
}

/** A client that reads slower than this much behind is cut off, as the real watch cache does. */
const backlogLimitBytes = 256 * 1024 * 1024;

function bookmarkLine(resource: Resource, version: number, isInitialEnd: boolean): string {
  const metadata = {
    resourceVersion: String(version),
    creationTimestamp: null,
    ...(isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
  };
  const object = { kind: resource.kind, apiVersion: groupVersionOf(resource), metadata };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}

/** What a change is to a watcher whose selection the object may enter or leave. */
function seenAs(change: Change, selection: Selection): { type: ChangeType; stored: Stored } | undefined {
  const { previous, stored } = change;
  const wasIn = previous !== undefined && selection.matches(previous.object);
  if (change.type === 'DELETED') return wasIn ? { type: 'DELETED', stored } : undefined;
  const isIn = selection.matches(stored.object);
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', stored };
  return wasIn ? { type: 'DELETED', stored: lastSeen(previous, change.version) } : undefined;
}

/** An object that leaves the selection is sent as it last matched, with the version of the change. */
function lastSeen(previous: Stored, version: number): Stored {
  const metadata = { ...previous.object.metadata, resourceVersion: String(version) };
  return { ...previous, object: { ...previous.object, metadata }, body: undefined };
}

export function createWatchHub(deps: {
  store: Store;
  timers: Timers;
  bookmarkIntervalMs: number;
  isWatchListOn: boolean;
}): WatchHub {
  const { store } = deps;
  const watchers = new Set<Watcher>();
  const listeners = new Set<() => void>();
  let silentSince: number | undefined;

  function tellListeners(): void {
    for (const listener of listeners) listener();
  }

  function deliver(watcher: Watcher, change: Change): void {
    if (change.version <= watcher.afterVersion) return;
    const seen = seenAs(change, watcher.selection);
    if (seen === undefined) return;
    watcher.response.write(watcher.format(seen.type, seen.stored, change));
    if (watcher.response.writableLength > backlogLimitBytes) watcher.response.destroy();
  }

  store.subscribe((change) => {
    if (silentSince !== undefined) return;
    for (const watcher of watchers) if (watcher.resource === change.resource) deliver(watcher, change);
  });

  function sendInitial(watcher: Watcher): void {
    const lines: string[] = [];
    for (const stored of store.list(watcher.resource)) {
      if (watcher.selection.matches(stored.object)) lines.push(watcher.format('ADDED', stored, undefined));
    }
    if (lines.length > 0) watcher.response.write(lines.join(''));
  }

  function sendSince(watcher: Watcher, version: number): boolean {
    const changes = store.changesSince(watcher.resource, version);
    if (changes === 'expired') {
      const message = `too old resource version: ${version} (${store.oldestVersion()})`;
      watcher.response.end(errorLine(failure(410, 'Expired', message)));
      return false;
    }
    for (const change of changes) deliver(watcher, change);
    return true;
  }

  function register(watcher: Watcher, timeoutSeconds: number): void {
    watchers.add(watcher);
    tellListeners();
    const end = () => {
      // At once: until the connection is closed there may be one more bookmark or change.
      watcher.stop();
      watcher.response.end();
    };
    // kube-apiserver picks 30 to 60 minutes when the client names no timeout.
    const cancelTimeout = deps.timers.after((timeoutSeconds > 0 ? timeoutSeconds : 1800) * 1000, end);
    const cancelBookmarks = watcher.allowBookmarks
      ? deps.timers.every(deps.bookmarkIntervalMs, () => {
          if (silentSince === undefined)
            watcher.response.write(bookmarkLine(watcher.resource, store.version(), false));
        })
      : () => undefined;
    watcher.stop = () => {
      watchers.delete(watcher);
      cancelTimeout();
      cancelBookmarks();
      tellListeners();
    };
    watcher.response.once('close', watcher.stop);
  }

  function begin(watcher: Watcher, resourceVersion: string, isWatchList: boolean): boolean {
    if (!isWatchList && resourceVersion !== '' && resourceVersion !== '0')
      return sendSince(watcher, watcher.afterVersion);
    sendInitial(watcher);
    watcher.afterVersion = store.version();
    if (isWatchList && watcher.allowBookmarks)
      watcher.response.write(bookmarkLine(watcher.resource, store.version(), true));
    return true;
  }

  return {
    open(where, query, response, format) {
      const options = parseWatchOptions(query, deps.isWatchListOn);
      const selection = selectionOf(where, query);
      const afterVersion = options.resourceVersion === '' ? 0 : parseVersion(options.resourceVersion);
      const watcher: Watcher = {
        resource: where.resource,
        selection,
        afterVersion,
        format,
        allowBookmarks: options.allowBookmarks,
        response,
        stop: () => undefined,
      };
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
      response.flushHeaders();
      if (begin(watcher, options.resourceVersion, options.sendInitialEvents === true))
        register(watcher, options.timeoutSeconds);
    },
    endAll() {
      for (const watcher of [...watchers]) {
        watcher.stop();
        watcher.response.end();
      }
    },
    resetAll() {
      for (const watcher of [...watchers]) {
        watcher.stop();
        watcher.response.socket?.resetAndDestroy();
      }
    },
    abandonAll() {
      for (const watcher of [...watchers]) watcher.stop();
    },
    watched: () =>
      silentSince === undefined ? [...new Set([...watchers].map(({ resource }) => resource.plural))] : [],
    onWatch(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    sendAll(line) {
      for (const watcher of watchers) watcher.response.write(line);
    },
    setSilent(isSilent) {
      const missedFrom = silentSince;
      silentSince = isSilent ? store.version() : undefined;
      tellListeners();
      if (isSilent || missedFrom === undefined) return;
      for (const watcher of [...watchers]) sendSince(watcher, missedFrom);
    },
    count: () => watchers.size,
  };
}
