import type { DeliveryMetrics } from '../app/delivery/counters.ts';
import type { Metric } from './metrics.ts';

/** What operators want to know of delivery: how much waits, for how long, and what became of what was sent. */
export function deliveryMetrics(delivery: DeliveryMetrics, now: number): readonly Metric[] {
  const { queued, inFlight, oldestDirtySince, oldestCardDirtySince, isSuspended, outcomes } = delivery;
  return [
    {
      name: 'shipmate_delivery_queued_messages',
      help: 'Messages whose state is newer than what Slack shows.',
      kind: 'gauge',
      samples: Object.entries(queued).map(([priority, value]) => ({ labels: { priority }, value })),
    },
    gauge('shipmate_delivery_in_flight_messages', 'Messages on their way to Slack.', inFlight),
    gauge(
      'shipmate_delivery_oldest_seconds',
      'Age of the change that waits longest to be shown.',
      age(oldestDirtySince, now),
    ),
    gauge(
      'shipmate_delivery_oldest_card_seconds',
      'Age of the change that waits longest to be shown on a card or in its thread.',
      age(oldestCardDirtySince, now),
    ),
    gauge('shipmate_delivery_suspended', '1 while Slack rejects the token.', isSuspended ? 1 : 0),
    {
      name: 'shipmate_delivery_outcomes_total',
      help: 'What became of attempts to show a message, by what it is about.',
      kind: 'counter',
      samples: outcomes.map(({ kind, outcome, count }) => ({ labels: { kind, outcome }, value: count })),
    },
  ];
}

function age(since: number | undefined, now: number): number {
  return since === undefined ? 0 : Math.max(0, now - since) / 1000;
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'gauge', samples: [{ value }] };
}
