export { createServer, type Health } from './create-server.ts';
export { createMetrics, type Metric, type Metrics } from './metrics.ts';
export { createReference } from './reference.ts';
