import type { Metric } from './metrics.ts';

/** One watch of one kind of object in one cluster. */
export interface WatchState {
  readonly cluster: string;
  readonly name: string;
  readonly lastHeardAt: number;
  readonly relists: number;
  readonly restarts: number;
  readonly objects: number;
  readonly decodeErrors: number;
}

type Counted = 'relists' | 'restarts' | 'objects' | 'decodeErrors';

/** A watcher that falls silent must be seen: the age of its last word is the figure to alert on. */
export function watchMetrics(states: readonly WatchState[], now: number): readonly Metric[] {
  const samples = (value: (state: WatchState) => number) =>
    states.map((state) => ({ labels: { cluster: state.cluster, watch: state.name }, value: value(state) }));
  const metric = (name: string, kind: Metric['kind'], help: string, of: Counted): Metric => ({
    name,
    kind,
    help,
    samples: samples((state) => state[of]),
  });
  return [
    {
      name: 'shipmate_watch_silent_seconds',
      kind: 'gauge',
      help: 'Time since the API server was last heard of.',
      samples: samples(({ lastHeardAt }) => Math.max(0, now - lastHeardAt) / 1000),
    },
    metric('shipmate_watch_objects', 'gauge', 'Objects that the watch knows.', 'objects'),
    metric('shipmate_watch_relists_total', 'counter', 'Full lists after the first one.', 'relists'),
    metric('shipmate_watch_restarts_total', 'counter', 'Watches opened after the first one.', 'restarts'),
    metric('shipmate_watch_decode_errors_total', 'counter', 'Lines that could not be read.', 'decodeErrors'),
  ];
}
