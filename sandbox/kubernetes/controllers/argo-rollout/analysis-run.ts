import {
  type AnalysisPhase,
  type AnalysisRun,
  type Measurement,
  type Metric,
  type MetricResult,
  secondsOf,
} from '../../argo-model.ts';
import { type Cluster, timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import { analysisRuns } from '../../resources.ts';
import { notesFor } from '../pod-control.ts';
import { createWorkQueue } from '../work-queue.ts';
import { measure, type Reading } from './measure.ts';
import { writer } from './pass.ts';

const errorRetrySeconds = 10;

function limitOf(limit: number | string | undefined, otherwise: number): number {
  return limit === undefined ? otherwise : Number(limit);
}

function isOver(phase: AnalysisPhase | undefined): boolean {
  return phase !== undefined && phase !== 'Pending' && phase !== 'Running';
}

/** Adds a measurement to what is known of a metric; errors do not count towards its number. */
function counted(result: MetricResult, { phase, value, message }: Reading, at: string): MetricResult {
  const measurement: Measurement = {
    phase,
    ...(value === undefined ? {} : { value }),
    ...(message === undefined ? {} : { message }),
    startedAt: at,
    finishedAt: at,
  };
  const measurements = [...(result.measurements ?? []), measurement].slice(-10);
  if (phase === 'Error') {
    const { error = 0, consecutiveError = 0 } = result;
    return { ...result, measurements, error: error + 1, consecutiveError: consecutiveError + 1 };
  }
  const field = { Successful: 'successful', Failed: 'failed', Inconclusive: 'inconclusive' } as const;
  const { consecutiveError: _errors, ...rest } = result;
  const count = (result.count ?? 0) + 1;
  return { ...rest, measurements, count, [field[phase]]: (result[field[phase]] ?? 0) + 1 };
}

interface Assessment {
  phase: AnalysisPhase;
  /** `failed (2) > failureLimit (1)`; empty for what is well. */
  because: string;
}

/** assessMetricStatus in analysis/analysis.go. */
function assess(metric: Metric, result: MetricResult, isTerminated: boolean): Assessment {
  const { failed = 0, inconclusive = 0, consecutiveError = 0, count = 0 } = result;
  const limits = [
    ['Failed', 'failed', failed, 'failureLimit', limitOf(metric.failureLimit, 0)],
    ['Inconclusive', 'inconclusive', inconclusive, 'inconclusiveLimit', limitOf(metric.inconclusiveLimit, 0)],
    [
      'Error',
      'consecutiveErrors',
      consecutiveError,
      'consecutiveErrorLimit',
      limitOf(metric.consecutiveErrorLimit, 4),
    ],
  ] as const;
  for (const [phase, what, found, name, limit] of limits)
    if (found > limit) return { phase, because: `${what} (${found}) > ${name} (${limit})` };
  const wanted = metric.count ?? (metric.interval === undefined ? 1 : undefined);
  const isEnough = wanted !== undefined && count >= Number(wanted);
  return { phase: isEnough || isTerminated ? 'Successful' : 'Running', because: '' };
}

const badness: Readonly<Record<AnalysisPhase, number>> = {
  Successful: 0,
  Running: 1,
  Pending: 1,
  Inconclusive: 2,
  Error: 3,
  Failed: 4,
};

function messageOf(name: string, { phase, because }: Assessment, result: MetricResult): string | undefined {
  if (because === '') return undefined;
  const said = result.measurements?.at(-1)?.message;
  const quoted = said === undefined ? '' : `: "Error Message: ${said}"`;
  return `Metric "${name}" assessed ${phase} due to ${because}${quoted}`;
}

/** Takes the measurements of analysis runs and judges them. */
export function startAnalysisRunController(cluster: Cluster): void {
  /** When each metric of each run was measured last: times in the API have whole seconds. */
  const measuredAt = new Map<string, number>();

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const run = cluster.objects.find<AnalysisRun>(analysisRuns, namespace, name);
    if (run === undefined || isOver(run.status?.phase)) return;
    const looked = run.spec.metrics.map((metric) => look(key, run, metric));
    const worst = looked.toSorted((one, other) => badness[other.phase] - badness[one.phase])[0];
    const isUndecided = looked.every(({ phase }) => !isOver(phase)) || worst?.phase === 'Running';
    const status: NonNullable<AnalysisRun['status']> = {
      phase: isUndecided ? 'Running' : (worst?.phase ?? 'Successful'),
      ...(worst?.message === undefined ? {} : { message: worst.message }),
      startedAt: run.status?.startedAt ?? timestamp(cluster.now()),
      metricResults: looked.map(({ result }) => result),
    };
    if (isSame(status, run.status)) return;
    const { resourceVersion: _version, ...metadata } = run.metadata;
    cluster.objects.update(analysisRuns, { ...run, metadata, status }, writer);
    if (isOver(status.phase)) announce(run, status.phase);
  }

  function announce(run: AnalysisRun, phase: AnalysisPhase): void {
    const notes = notesFor(cluster, run, 'rollouts-controller');
    const isGood = phase === 'Successful';
    const message = `Analysis Completed. Result: ${phase}`;
    if (isGood) notes.normal('AnalysisRunSuccessful', message);
    else notes.warning(`AnalysisRun${phase}`, message);
  }

  /** Measures when that is due, else asks to look again when it is. */
  function look(key: string, run: AnalysisRun, metric: Metric) {
    const known = run.status?.metricResults?.find(({ name }) => name === metric.name);
    const before: MetricResult = known ?? { name: metric.name, phase: 'Running' };
    if (isOver(before.phase)) return { result: before, phase: before.phase, message: undefined };
    const isTerminated = run.spec.terminate === true;
    const now = cluster.now();
    const place = `${run.metadata.uid}/${metric.name}`;
    const waitMs = (measuredAt.get(place) ?? 0) + intervalMs(metric) - now.getTime();
    const isMeasured = waitMs <= 0 && !isTerminated;
    if (isMeasured) measuredAt.set(place, now.getTime());
    const result = isMeasured ? counted(before, measure(cluster, run, metric), timestamp(now)) : before;
    const assessment = assess(metric, result, isTerminated);
    if (!isOver(assessment.phase)) queue.addAfter(key, isMeasured ? intervalMs(metric) : Math.max(1, waitMs));
    else measuredAt.delete(place);
    const message = messageOf(metric.name, assessment, result);
    return { result: { ...result, phase: assessment.phase }, phase: assessment.phase, message };
  }

  function intervalMs(metric: Metric): number {
    return cluster.paced((secondsOf(metric.interval) ?? errorRetrySeconds) * 1000);
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === analysisRuns && type !== 'DELETED') queue.add(stored.key);
  });
}
