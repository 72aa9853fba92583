export { createReference } from '../reference.ts';
export { createServer, type Health } from './create-server.ts';
export { deliveryMetrics } from './delivery-metrics.ts';
export { inboxMetrics } from './inbox-metrics.ts';
export { createMetrics, type Metric, type Metrics } from './metrics.ts';
export { replicaMetrics } from './replica-metrics.ts';
export { slackMetrics } from './slack-metrics.ts';
export { storeMetrics } from './store-metrics.ts';
export { watchMetrics } from './watch-metrics.ts';
