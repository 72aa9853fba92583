import type { Kubernetes } from '../adapters/kubernetes/index.ts';
import type { Slack } from '../adapters/slack/index.ts';
import type { Delivery } from '../app/deliver.ts';
import { createMetrics, deliveryMetrics, type Metrics, slackMetrics, watchMetrics } from '../http/index.ts';
import type { Clock, Log } from '../ports.ts';

interface Measured {
  readonly delivery: Delivery;
  readonly slack: Slack;
  readonly clusters: ReadonlyMap<string, Pick<Kubernetes, 'watcher'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that operators can scrape. */
export function composeMetrics({ delivery, slack, clusters, clock, log }: Measured): Metrics {
  const metrics = createMetrics((error) => log.warn({ err: error }, 'a source of metrics failed'));
  metrics.add(() => deliveryMetrics(delivery.metrics(), clock.now()));
  metrics.add(() => slackMetrics(slack.calls()));
  metrics.add(() => watchMetrics(watchStates(clusters), clock.now()));
  return metrics;
}

function watchStates(clusters: Measured['clusters']) {
  return [...clusters].flatMap(([cluster, { watcher }]) =>
    watcher.states().map((state) => ({ cluster, ...state })),
  );
}
