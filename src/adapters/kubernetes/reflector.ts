import type { Clock, Log } from '../../ports.ts';
import { abortableDelay } from './abortable-delay.ts';
import { createBackOff } from './back-off.ts';
import type { Connection } from './connection.ts';
import { createEventIntake } from './event-intake.ts';
import type { FactsReader } from './facts-reader.ts';
import type { Intern } from './intern.ts';
import { createObjectCache, type ObjectListener } from './object-cache.ts';
import type { Metadata } from './project-metadata.ts';
import { createReconnection } from './reconnection.ts';
import { createCounters, type ReflectorState, toState } from './reflector-state.ts';
import { type ReflectorTiming, reflectorTiming } from './reflector-timing.ts';
import { collectionPath, type ResourceKind } from './resource-kind.ts';
import { createWatchSession } from './watch-session.ts';

export interface ReflectorDeps<T extends Metadata> {
  readonly connection: Connection;
  readonly kind: ResourceKind<T>;
  /** Absent for all namespaces. */
  readonly namespace?: string;
  /** Objects that it does not want are left out of memory. */
  readonly isWanted: (object: T) => boolean;
  readonly listener: ObjectListener<T>;
  /** Called once, when the first full list is complete. */
  readonly onSynced: () => void;
  readonly intern: Intern;
  readonly readFacts: FactsReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly timing?: ReflectorTiming;
}

export interface Reflector {
  start(): void;
  /** Resolves once nothing of it is in flight. */
  stop(): Promise<void>;
  state(): ReflectorState;
}

/** Keeps one kind of object as the API server has it, whatever happens on the way. Its loop never ends by itself. */
export function createReflector<T extends Metadata>(deps: ReflectorDeps<T>): Reflector {
  const { kind, namespace, log, random, timing = reflectorTiming } = deps;
  const name = reflectorName(kind, namespace);
  const isExplanatory = kind.isExplanatory === true;
  const counters = createCounters(deps.clock.now());
  const cache = createObjectCache(deps.listener, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const backOff = createBackOff({
    baseMs: timing.backOffBaseMs,
    ceilingMs: timing.backOffCeilingMs,
    random,
  });
  const intake = createEventIntake<T>({
    ...deps,
    cache,
    counters,
    onProgress: () => {
      hasProgressed = true;
      counters.isAbsent = false;
      counters.isRefused = false;
      if (counters.failure === undefined) return;
      counters.failure = undefined;
      log.info({ watch: name }, 'The cluster watch goes on');
    },
  });
  const path = collectionPath(kind, namespace);
  const session = createWatchSession({
    ...deps,
    ...{ qualified: kind.qualified, fields: kind.fields, path, timing, intake, counters, signal },
  });
  const onAbsent = () => {
    counters.lastHeardAt = deps.clock.now();
    intake.beAbsent();
  };
  const reconnection = createReconnection({
    ...{ name, session, counters, backOff, timing, random, log },
    isHolding: () => cache.size() > 0,
    ...(kind.isOptional === true ? { onAbsent } : {}),
  });
  let running: Promise<void> | undefined;
  let hasProgressed = false;

  const round = async (): Promise<number> => {
    const startedAt = performance.now();
    hasProgressed = false;
    const end = await session.round().catch((error: unknown) => ({ kind: 'broken' as const, error }));
    if (signal.aborted) return 0;
    const livedMs = performance.now() - startedAt;
    // Only a watch that lived a while is a sign that the server is well again.
    if (hasProgressed && livedMs >= timing.shortWatchMs) backOff.reset();
    return end.kind === 'broken' ? reconnection.afterError(end.error) : reconnection.afterEnd(end, livedMs);
  };

  const run = async () => {
    while (!signal.aborted) {
      const waitMs = await round();
      if (waitMs > 0) await abortableDelay(waitMs, signal);
    }
  };

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    state: () => toState({ name, isExplanatory }, counters, { objects: cache.size(), now: deps.clock.now() }),
  };
}

/** `pods`, or `pods in payments` when it watches one namespace. */
export function reflectorName(kind: { readonly plural: string }, namespace: string | undefined): string {
  return namespace === undefined ? kind.plural : `${kind.plural} in ${namespace}`;
}
