import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import type { WorkloadReference } from '../../../src/domain/rollout/workload.ts';
import type { Inventory, Log, WorkloadListener } from '../../../src/ports.ts';

export interface Heard {
  readonly observation: WorkloadObservation;
  readonly isBaseline: boolean;
}

export interface Listening {
  readonly listener: WorkloadListener;
  readonly heard: Heard[];
  /** What was there when all was known; undefined before. */
  readonly inventory: () => Inventory | undefined;
  readonly gone: { readonly workload: WorkloadReference; readonly uid: string }[];
  /** The first observation, past or to come, that fits. */
  until(fits: (heard: Heard) => boolean): Promise<Heard>;
  untilGone(name: string): Promise<void>;
}

/** A listener that remembers, and can be waited for. */
export function listen(): Listening {
  const heard: Heard[] = [];
  let inventory: Inventory | undefined;
  const gone: { workload: WorkloadReference; uid: string }[] = [];
  const checks = new Set<() => void>();
  const notify = () => {
    for (const check of checks) check();
  };
  const when = <T>(find: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const check = () => {
        const found = find();
        if (found === undefined) return;
        checks.delete(check);
        resolve(found);
      };
      checks.add(check);
      check();
    });

  return {
    heard,
    gone,
    inventory: () => inventory,
    listener: {
      onSynced(found) {
        inventory = found;
      },
      onObservation(observation, isBaseline) {
        heard.push({ observation, isBaseline });
        notify();
      },
      onGone(workload, uid) {
        gone.push({ workload, uid });
        notify();
      },
    },
    until: (fits) => when(() => heard.find(fits)),
    untilGone: async (name) => {
      await when(() => gone.find(({ workload }) => workload.name === name));
    },
  };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export function recordingLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

export const clock = { now: () => Date.now() };
