import type { FactsReader } from './facts-reader.ts';
import type { Intern } from './intern.ts';
import type { ObjectCache } from './object-cache.ts';
import type { Metadata } from './project-metadata.ts';
import type { ReflectorCounters } from './reflector-state.ts';
import type { ResourceKind } from './resource-kind.ts';
import type { WatchEvent } from './watch-event.ts';

/** How one round of watching ended, when it did not break. */
export type RoundEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

/** Takes in lists and events, and knows how far it has come. */
export interface EventIntake {
  /** A full list follows, by `item` or by events. */
  beginList(): void;
  item(value: unknown): void;
  /** Everything that the list did not have is gone. */
  completeList(resourceVersion: string): void;
  /** Answers how the round ends, if this event ends it. */
  event(event: WatchEvent): RoundEnd | undefined;
  isListing(): boolean;
  /** Opaque; undefined while the full state is not known. */
  resourceVersion(): string | undefined;
  forget(): void;
  /** The cluster has no such kind: nothing of it is there, and that is all there is to know. */
  beAbsent(): void;
}

export interface EventIntakeDeps<T extends Metadata> {
  readonly kind: ResourceKind<T>;
  readonly isWanted: (object: T) => boolean;
  /** Called once, when the first full list is complete. */
  readonly onSynced: () => void;
  /** The API server was heard and made sense. */
  readonly onProgress: () => void;
  readonly intern: Intern;
  readonly readFacts: FactsReader;
  readonly cache: ObjectCache<T>;
  readonly counters: ReflectorCounters;
}

export function createEventIntake<T extends Metadata>(deps: EventIntakeDeps<T>): EventIntake {
  const { cache, counters, onProgress } = deps;
  const passOver = createPassOver(counters);
  let resourceVersion: string | undefined;
  /** The uids of a full list that is under way. */
  let seen: Set<string> | undefined;

  const project = (value: unknown): T | undefined => {
    const object = deps.kind.project(value, deps.intern, deps.readFacts);
    if (object === undefined) counters.decodeErrors += 1;
    return object;
  };

  const item = (value: unknown) => {
    const object = project(value);
    if (object === undefined) return;
    if (!deps.isWanted(object)) return cache.remove(object.uid);
    seen?.add(object.uid);
    cache.upsert(object);
  };

  const completeList = (version: string) => {
    if (seen !== undefined) cache.retain(seen);
    seen = undefined;
    resourceVersion = version;
    onProgress();
    settle();
  };

  const settle = () => {
    if (counters.isSynced) return;
    counters.isSynced = true;
    deps.onSynced();
  };

  const take = (event: Exclude<WatchEvent, { type: 'error' | 'malformed' }>) => {
    if (seen === undefined && event.type !== 'bookmark') counters.events += 1;
    if (event.type === 'upsert') item(event.object);
    else if (event.type === 'delete') cache.remove(project(event.object)?.uid ?? '');
    else if (event.isInitialEnd && seen !== undefined) completeList(event.resourceVersion);
    // Half a list is nothing to resume from.
    if (seen === undefined && event.resourceVersion !== '') resourceVersion = event.resourceVersion;
    onProgress();
  };

  return {
    item,
    completeList,
    beginList() {
      seen = new Set();
      counters.lists += 1;
    },
    event(event) {
      if (event.type === 'malformed') return passOver(resourceVersion ?? '');
      if (event.type === 'error') return endOf(event.code, event.message);
      take(event);
      return undefined;
    },
    isListing: () => seen !== undefined,
    resourceVersion: () => resourceVersion,
    forget() {
      resourceVersion = undefined;
    },
    beAbsent() {
      seen = undefined;
      resourceVersion = undefined;
      cache.retain(new Set());
      settle();
    },
  };
}

function endOf(code: number, message: string): RoundEnd {
  return code === 410 ? { kind: 'expired' } : { kind: 'error', code, message };
}

/**
 * A broken line may have been an event: the stream is resumed from before it. Met there again, the line is passed
 * over instead of asked for once more.
 */
function createPassOver(counters: ReflectorCounters): (place: string) => RoundEnd | undefined {
  let metAt: string | undefined;
  return (place) => {
    counters.decodeErrors += 1;
    if (metAt === place) return undefined;
    metAt = place;
    return { kind: 'malformed' };
  };
}
