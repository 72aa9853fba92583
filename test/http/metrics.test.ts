import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/http/index.ts';

describe('metrics', () => {
  it("are written in Prometheus' text format, with labels escaped", () => {
    const metrics = createMetrics();
    metrics.add(() => [
      {
        name: 'shipmate_sent_total',
        help: 'Messages sent\nto Slack.',
        kind: 'counter',
        samples: [
          { labels: { method: 'post', channel: 'a "quoted"\\name\n' }, value: 2 },
          { labels: { method: 'update' }, value: 0.5 },
        ],
      },
    ]);

    expect(metrics.render()).toBe(
      [
        '# HELP shipmate_sent_total Messages sent\\nto Slack.',
        '# TYPE shipmate_sent_total counter',
        'shipmate_sent_total{method="post",channel="a \\"quoted\\"\\\\name\\n"} 2',
        'shipmate_sent_total{method="update"} 0.5',
        '',
      ].join('\n'),
    );
  });

  it('leave out a source that fails, and say so', () => {
    const failures: unknown[] = [];
    const metrics = createMetrics((error) => failures.push(error));
    metrics.add(() => {
      throw new Error('closed');
    });
    metrics.add(() => [{ name: 'up', help: 'Up.', kind: 'gauge', samples: [{ value: 1 }] }]);

    expect(metrics.render()).toContain('up 1');
    expect(failures).toHaveLength(1);
  });
});
