/** What a reflector says of itself, for readiness and metrics. */
export interface ReflectorState {
  /** `pods`, or `pods in payments` when it watches one namespace. */
  readonly name: string;
  /** As `ResourceKind.isExplanatory`. */
  readonly isExplanatory: boolean;
  /** Epoch milliseconds of the last answer or byte of the API server; before the first, of the start. */
  readonly lastHeardAt: number;
  /** Until when all that happened is known; epoch milliseconds, 0 before the first list. Absent when there is none to know of. */
  readonly seenUntil?: number;
  /** Full lists after the first one. */
  readonly relists: number;
  /** Watches opened after the first one. */
  readonly restarts: number;
  readonly objects: number;
  /** Changes that came after a full list. */
  readonly events: number;
  readonly decodeErrors: number;
  /** Whether the first full list is complete. */
  readonly isSynced: boolean;
  /** The kind may not be read, and nothing is known of it: it is not followed, and that is said in the log. */
  readonly isRefused: boolean;
  /** What stands in the way now, as a sentence; absent while all is well. */
  readonly failure?: string;
}

export interface ReflectorCounters {
  lastHeardAt: number;
  seenUntil: number;
  /** Since when a watch is open that continues a complete list. */
  resumedAt: number | undefined;
  lists: number;
  watches: number;
  events: number;
  decodeErrors: number;
  isSynced: boolean;
  /** The cluster does not have this kind, or does not let it be read. */
  isAbsent: boolean;
  isRefused: boolean;
  failure: string | undefined;
}

export function createCounters(startedAt: number): ReflectorCounters {
  return {
    lastHeardAt: startedAt,
    seenUntil: 0,
    resumedAt: undefined,
    lists: 0,
    watches: 0,
    events: 0,
    decodeErrors: 0,
    isSynced: false,
    isAbsent: false,
    isRefused: false,
    failure: undefined,
  };
}

/** What was missed comes at once when a watch goes on; a stream that says nothing for so long has nothing to say. */
const catchUpMs = 5_000;

function seenUntilOf({ seenUntil, resumedAt }: ReflectorCounters, now: number): number {
  return resumedAt !== undefined && now - resumedAt >= catchUpMs ? Math.max(seenUntil, resumedAt) : seenUntil;
}

export function toState(
  about: Pick<ReflectorState, 'name' | 'isExplanatory'>,
  counters: ReflectorCounters,
  { objects, now }: { readonly objects: number; readonly now: number },
): ReflectorState {
  const { lastHeardAt, lists, watches, events, decodeErrors, isSynced, isRefused, failure } = counters;
  return {
    ...about,
    lastHeardAt,
    ...(counters.isAbsent ? {} : { seenUntil: seenUntilOf(counters, now) }),
    relists: Math.max(0, lists - 1),
    restarts: Math.max(0, watches - 1),
    objects,
    events,
    decodeErrors,
    isSynced,
    isRefused,
    ...(failure === undefined ? {} : { failure }),
  };
}
