import type { SubjectKind } from '../../ports.ts';
import type { priorities } from '../priorities.ts';

export interface DeliveryMetrics {
  /** Messages whose state is newer than what Slack shows, at the last look. */
  readonly queued: Readonly<Record<keyof typeof priorities, number>>;
  readonly inFlight: number;
  /** Epoch ms since when the longest waiting message, and the longest waiting card, wait; absent when none does. */
  readonly oldestDirtySince?: number;
  readonly oldestCardDirtySince?: number;
  readonly isSuspended: boolean;
  readonly outcomes: readonly DeliveryOutcome[];
}

export interface DeliveryOutcome {
  readonly kind: SubjectKind;
  readonly outcome: Outcome;
  readonly count: number;
}

/**
 * posted, updated, uploaded, answered, published: Slack took it · late: it said that it was kept back · unchanged: Slack
 * showed it already · rateLimited, retried: it is tried again · simplified, replaced, rerouted, saidInstead: Slack
 * refused it as it was · dropped: an answer that came too late · broken: given up.
 */
export const outcomes = [
  'posted',
  'updated',
  'uploaded',
  'answered',
  'published',
  'late',
  'unchanged',
  'rateLimited',
  'retried',
  'simplified',
  'replaced',
  'rerouted',
  'saidInstead',
  'dropped',
  'broken',
] as const;

export type Outcome = (typeof outcomes)[number];

export interface Counters {
  count(kind: SubjectKind, outcome: Outcome): void;
  values(): readonly DeliveryOutcome[];
}

/** Kinds are counted from the start, so that an alert on a rate sees the first one. */
export function createCounters(kinds: readonly SubjectKind[]): Counters {
  const counts = new Map(kinds.map((kind) => [kind, new Map(outcomes.map((outcome) => [outcome, 0]))]));

  return {
    count(kind, outcome) {
      const ofKind = counts.get(kind) ?? new Map<Outcome, number>();
      counts.set(kind, ofKind);
      ofKind.set(outcome, (ofKind.get(outcome) ?? 0) + 1);
    },
    values: () =>
      [...counts].flatMap(([kind, ofKind]) =>
        [...ofKind].map(([outcome, count]) => ({ kind, outcome, count })),
      ),
  };
}
