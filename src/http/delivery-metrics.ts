import type { DeliveryMetrics } from '../app/delivery/counters.ts';
import type { Metric } from './metrics.ts';

/** What operators want to know of delivery: how much waits, for how long, and what Slack said. */
export function deliveryMetrics(delivery: DeliveryMetrics, now: number): readonly Metric[] {
  const { queued, inFlight, oldestDirtySince, isSuspended, ...outcomes } = delivery;
  const age = oldestDirtySince === undefined ? 0 : Math.max(0, now - oldestDirtySince) / 1000;
  return [
    gauge(
      'shipmate_delivery_queued_messages',
      'Messages whose state is newer than what Slack shows.',
      queued,
    ),
    gauge('shipmate_delivery_in_flight_messages', 'Messages on their way to Slack.', inFlight),
    gauge('shipmate_delivery_oldest_seconds', 'Age of the change that waits longest to be shown.', age),
    gauge('shipmate_delivery_suspended', '1 while Slack rejects the token.', isSuspended ? 1 : 0),
    {
      name: 'shipmate_delivery_outcomes_total',
      help: 'What became of attempts to show a message.',
      kind: 'counter',
      samples: Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'gauge', samples: [{ value }] };
}
