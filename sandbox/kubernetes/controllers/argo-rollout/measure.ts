import type { AnalysisRun, Metric } from '../../argo-model.ts';
import type { Cluster } from '../../cluster.ts';
import type { Pod } from '../../model.ts';
import { pods } from '../../resources.ts';
import { readySince } from '../pod-control.ts';

export interface Reading {
  phase: 'Successful' | 'Failed' | 'Inconclusive' | 'Error';
  value?: string;
  message?: string;
}

/**
 * What a query about the canary would answer: the share of requests that succeed, by the software in its image. The
 * query itself is not read: this cluster has no Prometheus.
 */
export function measure(cluster: Cluster, run: AnalysisRun, metric: Metric): Reading {
  if (metric.provider.prometheus === undefined)
    return { phase: 'Error', message: 'no valid provider in metric' };
  const rate = successRate(cluster, run);
  if (rate === undefined) return { phase: 'Error', message: 'reflect: slice index out of range (1:3)' };
  const success = holds(metric.successCondition, rate);
  const failure = holds(metric.failureCondition, rate);
  if (success === 'unreadable' || failure === 'unreadable')
    return { phase: 'Error', message: 'unexpected token in the condition' };
  return { phase: verdict(success, failure), value: `[${rate}]` };
}

/** Ready pods of the canary are asked; none, and there is nothing to measure. */
function successRate(cluster: Cluster, run: AnalysisRun): number | undefined {
  const hash = run.metadata.labels?.['rollouts-pod-template-hash'];
  const canary = cluster.objects
    .all<Pod>(pods, run.metadata.namespace)
    .filter(
      (pod) => pod.metadata.labels?.['rollouts-pod-template-hash'] === hash && readySince(pod) !== undefined,
    );
  const rates = canary.flatMap(({ spec }) =>
    spec.containers.map(({ image }) => cluster.images.successRateOf(image)),
  );
  return rates.length === 0 ? undefined : Math.min(...rates);
}

const comparison = /^\s*result(?:\[0\])?\s*(>=|<=|>|<|==)\s*([0-9.]+)\s*$/;

function holds(condition: string | undefined, rate: number): boolean | 'absent' | 'unreadable' {
  if (condition === undefined || condition === '') return 'absent';
  const [, operator = '', number = ''] = comparison.exec(condition) ?? [];
  const than = Number(number);
  switch (operator) {
    case '>=':
      return rate >= than;
    case '<=':
      return rate <= than;
    case '>':
      return rate > than;
    case '<':
      return rate < than;
    case '==':
      return rate === than;
    default:
      return 'unreadable';
  }
}

/** metricutil.EvaluateResult: with both conditions, neither of which holds, nothing is decided. */
function verdict(success: boolean | 'absent', failure: boolean | 'absent'): Reading['phase'] {
  if (failure === true) return 'Failed';
  if (success === true) return 'Successful';
  if (success === 'absent') return 'Successful';
  return failure === 'absent' ? 'Failed' : 'Inconclusive';
}
