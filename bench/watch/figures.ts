import type { Figure } from '../figure.ts';
import type { Measurement } from './measurement.ts';

export const modes = ['watch', 'watch_paged'] as const;
export type Mode = (typeof modes)[number];

export interface Round {
  readonly shipmate: Readonly<Record<Mode, Measurement>>;
  /** It knows one way to list: what it does is the same against a server with streamed lists and without. */
  readonly stock: Measurement;
  /** Events per second of a plain JSON.parse, before and after the round. */
  readonly limit: { readonly first: number; readonly last: number };
}

type Values = readonly number[];
interface Kind {
  readonly value: (values: Values) => number;
  readonly worst: (values: Values) => number;
}

const lowest = (values: Values) => Math.min(...values);
const highest = (values: Values) => Math.max(...values);
const time: Kind = { value: lowest, worst: highest };
const rate: Kind = { value: highest, worst: lowest };
const memory: Kind = { value: highest, worst: highest };

const kinds: Readonly<Record<keyof Measurement, Kind>> = {
  peak_rss_mb: memory,
  sync_ms: time,
  heap_per_pod_kb: memory,
  longest_block_ms: time,
  events_per_s: rate,
  cpu_us_per_event: time,
};

/**
 * `value` is Shipmate's, `peer` the stock informer's: of times and rates the best of all runs, for whatever else runs
 * on the machine can only make them worse; of memory the highest. `worst` is Shipmate's worst run. `ratio` is always
 * value / peer: below 1 is better for costs (memory, time), above 1 for rates.
 */
export function figuresOf(rounds: readonly Round[]): Figure[] {
  return modes.flatMap((mode) => [
    ...(Object.keys(kinds) as (keyof Measurement)[]).map((name) =>
      compare(`${mode}.${name}`, kinds[name], {
        own: rounds.map(({ shipmate }) => shipmate[mode][name]),
        peer: rounds.map(({ stock }) => stock[name]),
      }),
    ),
    // The same both times: how far the ratio is from 1 is how unsteady the machine was.
    compare(`${mode}.json_parse_limit_events_per_s`, rate, {
      own: rounds.map(({ limit }) => limit.first),
      peer: rounds.map(({ limit }) => limit.last),
    }),
  ]);
}

function compare(figure: string, kind: Kind, values: { own: Values; peer: Values }): Figure {
  const value = kind.value(values.own);
  const peer = kind.value(values.peer);
  return {
    figure,
    value: rounded(value, 1),
    peer: rounded(peer, 1),
    ratio: rounded(value / peer, 3),
    worst: rounded(kind.worst(values.own), 1),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
