import type { InboxMetrics } from '../app/inbox/counters.ts';
import type { Metric } from './metrics.ts';

/** What came in and what became of it. Alert on `dead`, and on an `oldest_seconds` that grows. */
export function inboxMetrics(inbox: InboxMetrics, now: number): readonly Metric[] {
  const { waiting, dead, oldestReceivedAt, received, processed } = inbox;
  const age = oldestReceivedAt === undefined ? 0 : Math.max(0, now - oldestReceivedAt) / 1000;
  return [
    gauge('shipmate_inbox_waiting_requests', 'Stored requests that are not processed yet.', waiting),
    gauge('shipmate_inbox_dead_requests', 'Requests that were given up: shipmate inbox list --dead.', dead),
    gauge('shipmate_inbox_oldest_seconds', 'Age of the request that waits longest.', age),
    {
      name: 'shipmate_inbox_received_total',
      help: 'Requests that were stored, and copies of those that were stored before.',
      kind: 'counter',
      samples: received.map(({ source, isCopy, count }) => ({
        labels: { source, kind: isCopy ? 'copy' : 'new' },
        value: count,
      })),
    },
    {
      name: 'shipmate_inbox_processed_total',
      help: 'How attempts at stored requests ended.',
      kind: 'counter',
      samples: processed.map(({ source, outcome, count }) => ({ labels: { source, outcome }, value: count })),
    },
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'gauge', samples: [{ value }] };
}
