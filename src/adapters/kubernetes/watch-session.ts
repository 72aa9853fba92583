import type { Clock } from '../../ports.ts';
import type { Connection } from './connection.ts';
import type { EventIntake, RoundEnd } from './event-intake.ts';
import type { JsonShape } from './json-shape.ts';
import { listPages } from './list-pages.ts';
import type { ReflectorCounters } from './reflector-state.ts';
import type { ReflectorTiming } from './reflector-timing.ts';
import { createWatchEventParser, type WatchEvent } from './watch-event.ts';
import { readWatchStream } from './watch-stream.ts';

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

export interface WatchSessionDeps {
  readonly connection: Connection;
  readonly intake: EventIntake;
  readonly path: string;
  /** All that is read of an object. */
  readonly fields: JsonShape;
  /** `pods`, `deployments.apps`: as RBAC names the kind. */
  readonly qualified: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: ReflectorTiming;
  readonly counters: ReflectorCounters;
  readonly signal: AbortSignal;
}

type Query = Readonly<Record<string, string>>;

/** Gets and watches one collection; each round is one stream. */
export function createWatchSession(deps: WatchSessionDeps): WatchSession {
  const { intake } = deps;
  const parse = createWatchEventParser(deps.fields);
  let usesPages = false;

  return {
    async round() {
      const resourceVersion = intake.resourceVersion();
      if (resourceVersion !== undefined) return await watch(deps, parse, { resourceVersion });
      intake.beginList();
      if (usesPages) return await watch(deps, parse, { resourceVersion: await list(deps) });
      return await watch(deps, parse, { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' });
    },
    forget: intake.forget,
    usePages() {
      usesPages = true;
    },
    isListing: intake.isListing,
    usesPages: () => usesPages,
  };
}

async function list(deps: WatchSessionDeps): Promise<string> {
  const { connection, path, qualified, timing, signal, intake } = deps;
  // The list is as of its first page.
  const startedAt = deps.clock.now();
  const resourceVersion = await listPages({
    connection,
    path,
    asked: `list ${qualified}`,
    timeoutMs: timing.pageTimeoutMs,
    signal,
    fields: deps.fields,
    onItem: (item) => {
      heard(deps);
      intake.item(item);
    },
  });
  heard(deps);
  intake.completeList(resourceVersion);
  deps.counters.seenUntil = startedAt;
  return resourceVersion;
}

async function watch(
  deps: WatchSessionDeps,
  parse: (line: Buffer) => WatchEvent,
  from: Query,
): Promise<RoundEnd> {
  const { connection, path, qualified, timing, signal, intake, counters } = deps;
  const watchSeconds = Math.round(timing.watchSeconds * (1 + deps.random() / 4));
  let end: RoundEnd = { kind: 'ended' };
  try {
    await readWatchStream({
      connection,
      path,
      asked: `watch ${qualified}`,
      query: { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds), ...from },
      openTimeoutMs: timing.openTimeoutMs,
      idleMs: () => (intake.isListing() ? timing.initialIdleMs : timing.idleMs),
      signal,
      onOpen() {
        counters.watches += 1;
        heard(deps);
        if (!intake.isListing()) counters.resumedAt = counters.lastHeardAt;
      },
      onLine: (line) => {
        heard(deps);
        const stop = intake.event(parse(line));
        if (stop === undefined) {
          if (!intake.isListing()) counters.seenUntil = counters.lastHeardAt;
          return 'go-on';
        }
        end = stop;
        return 'stop';
      },
    });
  } finally {
    counters.resumedAt = undefined;
  }
  return end;
}

function heard({ counters, clock }: WatchSessionDeps): void {
  counters.lastHeardAt = clock.now();
}
