import { describe, expect, it } from 'vitest';
import type { DeliveryMetrics } from '../../src/app/delivery/counters.ts';
import { createMetrics, deliveryMetrics, slackMetrics } from '../../src/http/index.ts';

const idle: DeliveryMetrics = {
  queued: { urgent: 0, newCard: 0, evidence: 0, progress: 0, trickle: 0 },
  inFlight: 0,
  isSuspended: false,
  outcomes: [],
};

function scrape(delivery: DeliveryMetrics, now = 0): readonly string[] {
  const metrics = createMetrics();
  metrics.add(() => deliveryMetrics(delivery, now));
  return metrics
    .render()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe('what operators see of delivery', () => {
  it('is how much waits, by priority, and for how long', () => {
    const lines = scrape(
      {
        ...idle,
        queued: { urgent: 3, newCard: 0, evidence: 2, progress: 40, trickle: 7 },
        inFlight: 5,
        oldestDirtySince: 10_000,
        oldestCardDirtySince: 17_500,
      },
      20_000,
    );

    expect(lines).toEqual([
      'shipmate_delivery_queued_messages{priority="urgent"} 3',
      'shipmate_delivery_queued_messages{priority="newCard"} 0',
      'shipmate_delivery_queued_messages{priority="evidence"} 2',
      'shipmate_delivery_queued_messages{priority="progress"} 40',
      'shipmate_delivery_queued_messages{priority="trickle"} 7',
      'shipmate_delivery_in_flight_messages 5',
      'shipmate_delivery_oldest_seconds 10',
      'shipmate_delivery_oldest_card_seconds 2.5',
      'shipmate_delivery_suspended 0',
    ]);
  });

  it('is that nothing waits, and that Slack does not let it in', () => {
    const lines = scrape({ ...idle, isSuspended: true }, 20_000);

    expect(lines).toContain('shipmate_delivery_oldest_seconds 0');
    expect(lines).toContain('shipmate_delivery_oldest_card_seconds 0');
    expect(lines).toContain('shipmate_delivery_suspended 1');
  });

  it('is what became of messages, by what they are about', () => {
    const lines = scrape({
      ...idle,
      outcomes: [
        { kind: 'card', outcome: 'posted', count: 12 },
        { kind: 'answer', outcome: 'dropped', count: 1 },
      ],
    });

    expect(lines).toContain('shipmate_delivery_outcomes_total{kind="card",outcome="posted"} 12');
    expect(lines).toContain('shipmate_delivery_outcomes_total{kind="answer",outcome="dropped"} 1');
  });

  it('is what was asked of Slack, and how often that was too early, by method', () => {
    const metrics = createMetrics();
    metrics.add(() =>
      slackMetrics([
        { method: 'chat.update', calls: 50, limited: 2 },
        { method: 'chat.postMessage', calls: 7, limited: 0 },
      ]),
    );

    expect(metrics.render()).toContain('shipmate_slack_calls_total{method="chat.update"} 50\n');
    expect(metrics.render()).toContain('shipmate_slack_rate_limited_total{method="chat.update"} 2\n');
    expect(metrics.render()).toContain('shipmate_slack_rate_limited_total{method="chat.postMessage"} 0\n');
  });
});
