import type { ProbeAnswer } from '../../src/domain/problem/probe-failure.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Probe, ProbePurpose } from '../../src/domain/rollout/snapshot.ts';
import { crash } from './cards.ts';

const whole = { container: '', restarts: 0, pod: '', pods: 0 } as const;
const probe = (purpose: ProbePurpose, changed: Partial<Probe> = {}): Probe => ({
  purpose,
  ...{ kind: 'http', target: '/healthz', port: '8080', allowanceMs: 30_000 },
  ...changed,
});
const unready = (answer: ProbeAnswer, asked = probe('readiness')): Problem =>
  crash({
    reason: 'NotReady',
    restarts: 0,
    probe: asked,
    probeFailure: { purpose: 'readiness', answer, at: 0 },
  });
const killed = (purpose: ProbePurpose, answer: ProbeAnswer): Problem =>
  crash({ exitCode: 137, probe: probe('liveness'), probeFailure: { purpose, answer, at: 0 } });

/** What probes answered, and what is wrong with nodes, autoscalers and workloads as a whole. */
export const besides: Readonly<Record<string, Problem>> = {
  'a readiness probe that answers 503': unready({ kind: 'status', code: 503 }),
  'a readiness probe that is refused': unready(
    { kind: 'refused' },
    probe('readiness', { kind: 'tcp', target: '', port: '5432' }),
  ),
  'a readiness probe that gets no answer': unready({ kind: 'timeout' }),
  'a readiness probe that says why': unready(
    { kind: 'words', words: 'cat: /run/ready: No such file or directory' },
    probe('readiness', { kind: 'exec', target: 'cat /run/ready', port: '' }),
  ),
  'a readiness probe that says nothing': unready({ kind: 'words', words: ' ' }),
  'a startup probe where a readiness probe is known': unready(
    { kind: 'status', code: 500 },
    probe('startup'),
  ),
  'a kill by a liveness probe that answers 503': killed('liveness', { kind: 'status', code: 503 }),
  'a kill by a liveness probe that gets no answer': killed('liveness', { kind: 'timeout' }),
  'a kill by a startup probe': killed('startup', { kind: 'refused' }),
  'a crash on a node under pressure': crash({
    node: { name: 'node-b', pods: 1, others: 0, shortages: ['DiskPressure', 'MemoryPressure'] },
  }),
  'pods on nodes that are lost': crash({
    ...whole,
    pods: 3,
    reason: 'NodeNotReady',
    message: '',
    node: { name: 'node-b', pods: 3, others: 2, shortages: [] },
  }),
  'an autoscaler without metrics': crash({
    ...whole,
    reason: 'AutoscalerFailing',
    message: '',
    autoscaler: { name: 'payments-api', reason: 'FailedGetPodsMetric' },
  }),
  'a specification that Argo does not take': crash({
    ...whole,
    reason: 'InvalidSpec',
    message: 'The Rollout "ledger" is invalid: spec.strategy.canary.steps[1]: Invalid value',
  }),
  'a canary that was aborted by hand': crash({ ...whole, reason: 'RolloutAborted', message: '' }),
  'a ReplicaSet that nobody lets in': crash({
    ...whole,
    pods: 3,
    reason: 'ReplicaSetCreateError',
    message: 'namespaces "prod" is being terminated',
  }),
  'a job whose pod was evicted': {
    ...whole,
    image: '',
    reason: 'JobFailed',
    pods: 1,
    pod: 'migrate-x',
    message: 'Evicted: The node was low on resource: memory.',
  },
  'a job that a rule ended': crash({
    reason: 'JobFailed',
    exitCode: 42,
    message: 'PodFailurePolicy: Container migrate failed with exit code 42 matching FailJob rule at index 0',
  }),
  'a job of which too many indexes failed': crash({
    reason: 'JobFailed',
    message: 'MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
  }),
  'a job of which some indexes failed': crash({
    reason: 'JobFailed',
    message: 'FailedIndexes: Job has failed indexes',
  }),
};
