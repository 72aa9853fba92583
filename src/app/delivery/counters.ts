export interface DeliveryMetrics {
  /** Messages whose state is newer than what Slack shows, at the last look. */
  readonly queued: number;
  readonly inFlight: number;
  /** Epoch ms since when the longest waiting message waits; absent when none does. */
  readonly oldestDirtySince?: number;
  readonly isSuspended: boolean;
  readonly posted: number;
  readonly updated: number;
  /** Sent to nobody because Slack shows it already. */
  readonly unchanged: number;
  readonly rateLimited: number;
  readonly retried: number;
  readonly rerouted: number;
  readonly broken: number;
}

export type DeliveryCounter =
  | 'posted'
  | 'updated'
  | 'unchanged'
  | 'rateLimited'
  | 'retried'
  | 'rerouted'
  | 'broken';

export interface Counters {
  count(counter: DeliveryCounter): void;
  values(): Readonly<Record<DeliveryCounter, number>>;
}

export function createCounters(): Counters {
  const values = { posted: 0, updated: 0, unchanged: 0, rateLimited: 0, retried: 0, rerouted: 0, broken: 0 };

  return {
    count(counter) {
      values[counter] += 1;
    },
    values: () => ({ ...values }),
  };
}
