import type { Kubernetes } from '../adapters/kubernetes/index.ts';
import type { Slack } from '../adapters/slack/index.ts';
import type { DeliveryMetrics } from '../app/delivery/counters.ts';
import type { Inbox } from '../app/inbox.ts';
import {
  createMetrics,
  deliveryMetrics,
  inboxMetrics,
  type Metrics,
  replicaMetrics,
  slackMetrics,
  storeMetrics,
  watchMetrics,
} from '../http/index.ts';
import type { StoreSize } from '../ports/housekeeping.ts';
import type { Replica } from '../ports/replica.ts';
import type { Clock, Log } from '../ports.ts';

interface Measured {
  /** Undefined while another replica delivers. */
  readonly delivery: () => DeliveryMetrics | undefined;
  readonly inbox: () => ReturnType<Inbox['metrics']> | undefined;
  readonly storeSize: () => StoreSize | undefined;
  readonly replica: Replica;
  readonly slack: Slack;
  readonly clusters: ReadonlyMap<string, Pick<Kubernetes, 'watcher'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that operators can scrape. */
export function composeMetrics(measured: Measured): Metrics {
  const { delivery, inbox, storeSize, replica, slack, clusters, clock, log } = measured;
  const metrics = createMetrics((error) => log.warn({ err: error }, 'a source of metrics failed'));
  metrics.add(() => {
    const delivered = delivery();
    return delivered === undefined ? [] : deliveryMetrics(delivered, clock.now());
  });
  metrics.add(() => {
    const received = inbox();
    return received === undefined ? [] : inboxMetrics(received, clock.now());
  });
  metrics.add(() => slackMetrics(slack.calls()));
  metrics.add(() => watchMetrics(watchStates(clusters), clock.now()));
  metrics.add(() => replicaMetrics(replica.status()));
  metrics.add(() => {
    const size = storeSize();
    return size === undefined ? [] : storeMetrics(size);
  });
  return metrics;
}

function watchStates(clusters: Measured['clusters']) {
  return [...clusters].flatMap(([cluster, { watcher }]) =>
    watcher.states().map((state) => ({ cluster, ...state })),
  );
}
