import { expect, it } from 'vitest';
import { createMetrics, inboxMetrics } from '../../src/http/index.ts';

it('tells how much waits, for how long, what was given up, and what became of the rest', () => {
  const metrics = createMetrics();
  metrics.add(() =>
    inboxMetrics(
      {
        waiting: 3,
        dead: 1,
        oldestReceivedAt: 1_000,
        received: [{ source: 'slack-event', isCopy: true, count: 2 }],
        processed: [
          { source: 'slack-event', outcome: 'done', count: 5 },
          { source: 'webhook-build-step', outcome: 'refused', count: 1 },
        ],
      },
      4_500,
    ),
  );

  const samples = metrics
    .render()
    .split('\n')
    .filter((line) => !line.startsWith('#'));

  expect(samples).toEqual([
    'shipmate_inbox_waiting_requests 3',
    'shipmate_inbox_dead_requests 1',
    'shipmate_inbox_oldest_seconds 3.5',
    'shipmate_inbox_received_total{source="slack-event",kind="copy"} 2',
    'shipmate_inbox_processed_total{source="slack-event",outcome="done"} 5',
    'shipmate_inbox_processed_total{source="webhook-build-step",outcome="refused"} 1',
    '',
  ]);
});

it('has no age when nothing waits', () => {
  const [, , age] = inboxMetrics({ waiting: 0, dead: 0, received: [], processed: [] }, 4_500);

  expect(age?.samples).toEqual([{ value: 0 }]);
});
