import { expect, it } from 'vitest';
import { createMetrics, watchMetrics } from '../../src/http/index.ts';

it('of a watch say how long it has been silent, what it knows, and how often it began anew', () => {
  const pods = {
    cluster: 'prod-eu',
    name: 'pods in payments',
    lastHeardAt: 10_000,
    relists: 2,
    restarts: 7,
    objects: 41,
    decodeErrors: 1,
  };
  const metrics = createMetrics();
  metrics.add(() => watchMetrics([pods, { ...pods, name: 'jobs', lastHeardAt: 99_000 }], 95_500));

  const lines = metrics.render().split('\n');

  expect(lines.filter((line) => line.includes('pods in payments'))).toEqual([
    'shipmate_watch_silent_seconds{cluster="prod-eu",watch="pods in payments"} 85.5',
    'shipmate_watch_objects{cluster="prod-eu",watch="pods in payments"} 41',
    'shipmate_watch_relists_total{cluster="prod-eu",watch="pods in payments"} 2',
    'shipmate_watch_restarts_total{cluster="prod-eu",watch="pods in payments"} 7',
    'shipmate_watch_decode_errors_total{cluster="prod-eu",watch="pods in payments"} 1',
  ]);
  // Clocks of two threads of work may differ by a moment.
  expect(lines).toContain('shipmate_watch_silent_seconds{cluster="prod-eu",watch="jobs"} 0');
});
