import { createConnection } from '../../../src/adapters/kubernetes/connection.ts';
import type { ConnectionOptions } from '../../../src/adapters/kubernetes/connection-options.ts';
import { plainFacts } from '../../../src/adapters/kubernetes/facts-reader.ts';
import { createReflector } from '../../../src/adapters/kubernetes/reflector.ts';
import type { ReflectorState } from '../../../src/adapters/kubernetes/reflector-state.ts';
import { type ReflectorTiming, reflectorTiming } from '../../../src/adapters/kubernetes/reflector-timing.ts';
import { pods } from '../../../src/adapters/kubernetes/resource-kind.ts';
import type { PodSnapshot } from '../../../src/domain/rollout/snapshot.ts';
import { clock, type LogLine, recordingLog } from './listening.ts';

/** Short, so that a test sees what takes minutes in a cluster. */
export const quick: ReflectorTiming = {
  ...reflectorTiming,
  openTimeoutMs: 2_000,
  initialIdleMs: 5_000,
  shortWatchMs: 20,
  backOffBaseMs: 4,
  backOffCeilingMs: 40,
  unreachableCeilingMs: 40,
  refusedRetryMs: 20,
};

export interface Reflecting {
  /** What it knows: restarts of the first container by pod name. */
  readonly view: ReadonlyMap<string, number>;
  readonly lines: readonly LogLine[];
  state(): ReflectorState;
  /** Until what it knows fits. */
  until(fits: (view: ReadonlyMap<string, number>) => boolean): Promise<void>;
  /** Until what it says of itself fits. */
  untilState(fits: (state: ReflectorState) => boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface ReflectingOptions {
  readonly connection: ConnectionOptions;
  readonly timing?: Partial<ReflectorTiming>;
  readonly namespace?: string;
  readonly isWanted?: (pod: PodSnapshot) => boolean;
  readonly onUpsert?: (pod: PodSnapshot) => void;
  readonly random?: () => number;
}

/** A started reflector of pods whose view can be waited for. */
export function reflectPods(options: ReflectingOptions): Reflecting {
  const view = new Map<string, number>();
  const checks = new Set<() => void>();
  const { log, lines } = recordingLog();
  const connection = createConnection({ cluster: 'prod-eu', options: options.connection, clock });
  const notify = () => {
    for (const check of checks) check();
  };
  const reflector = createReflector<PodSnapshot>({
    connection,
    kind: pods,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    isWanted: options.isWanted ?? (() => true),
    listener: {
      onUpsert(pod) {
        view.set(pod.name, pod.containers[0]?.restarts ?? 0);
        notify();
        options.onUpsert?.(pod);
      },
      onRemove(pod) {
        view.delete(pod.name);
        notify();
      },
    },
    onSynced: notify,
    intern: (text) => text,
    readFacts: plainFacts,
    clock,
    log,
    random: options.random ?? (() => 0.5),
    timing: { ...quick, ...options.timing },
  });
  reflector.start();

  const when = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      // What it says of itself changes without an event of its own.
      const poll = setInterval(() => check(), 5);
      const check = () => {
        if (!holds()) return;
        checks.delete(check);
        clearInterval(poll);
        resolve();
      };
      checks.add(check);
      check();
    });

  return {
    view,
    lines,
    state: reflector.state,
    until: (fits) => when(() => fits(view)),
    untilState: (fits) => when(() => fits(reflector.state())),
    async stop() {
      await reflector.stop();
      await connection.close();
    },
  };
}
