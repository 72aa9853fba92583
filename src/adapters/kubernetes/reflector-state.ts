/** What a reflector says of itself, for readiness and metrics. */
export interface ReflectorState {
  /** `pods`, or `pods in payments` when it watches one namespace. */
  readonly name: string;
  /** Epoch milliseconds of the last answer or byte of the API server; before the first, of the start. */
  readonly lastHeardAt: number;
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

export function toState(name: string, counters: ReflectorCounters, objects: number): ReflectorState {
  const { lastHeardAt, lists, watches, events, decodeErrors, isSynced, isRefused, failure } = counters;
  return {
    name,
    lastHeardAt,
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
