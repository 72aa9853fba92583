import type { Card, Rollout, Verdict } from '../../src/domain/release/card.ts';
import type { WorkloadKind } from '../../src/domain/rollout/workload.ts';
import {
  card,
  cardOf,
  crash,
  crashLog,
  failing,
  minutes,
  podCounts,
  release,
  rollout,
  tracked,
} from './cards.ts';
import { noon } from './read.ts';

const workload = (kind: WorkloadKind, name = 'payments-api') => ({
  cluster: 'eu',
  namespace: 'payments',
  kind,
  name,
});
const ended = { endedAt: noon - minutes(1) };
const at = noon - minutes(1);

function of(kind: WorkloadKind, overrides: Partial<Rollout>, verdict?: Verdict['kind']): Card {
  const given = { workload: workload(kind), ...overrides };
  return cardOf(given, verdict === undefined ? undefined : { kind: verdict, at });
}

const offer = (kind: WorkloadKind, name?: string) =>
  ({ kind: 'unsupported-kind', workload: workload(kind, name) }) as const;
const job = { kind: 'job', name: 'payments-api', startedAt: noon - 41_000 } as const;
const canary = { kind: 'canary', step: 2, steps: 5, weight: 20, isAborted: false } as const;
const preview = { kind: 'blue-green', isActive: false, isAborted: false } as const;
const gaveUp = crash({
  reason: 'JobFailed',
  pods: 3,
  restarts: 0,
  message: 'BackoffLimitExceeded: Job has reached the specified backoff limit',
});
const jobFailed = {
  status: 'failed',
  particulars: { ...job, finishedAt: noon - 1_000, reason: 'BackoffLimitExceeded' },
  message: 'Job has reached the specified backoff limit',
  counts: podCounts(0, 1, 0),
  change: 'first',
  ...ended,
} as const;

/** Cards of the kinds beside Deployments, as far as they say something else. */
export const kindStates: Readonly<Record<string, Card>> = {
  'a StatefulSet on its way': of('StatefulSet', {}),
  'a StatefulSet whose partition is complete': of(
    'StatefulSet',
    {
      status: 'partition-complete',
      counts: { desired: 5, updated: 2, updatedAvailable: 2, old: 3, oldAvailable: 3 },
      ...ended,
    },
    'succeeded',
  ),
  'a StatefulSet that a broken pod blocks': of('StatefulSet', {
    ...failing,
    problems: [
      tracked(
        crash({
          reason: 'BlockedByPod',
          pods: 1,
          pod: 'payments-api-2',
          image: 'registry.example/payments-api:v44',
        }),
      ),
    ],
    offer: offer('StatefulSet'),
  }),
  'a DaemonSet that waits for deletions': of('DaemonSet', {
    status: 'waiting-for-deletes',
    counts: { desired: 3, updated: 1, updatedAvailable: 1, old: 2, oldAvailable: 2 },
  }),
  'a DaemonSet that fails': of('DaemonSet', { ...failing, offer: offer('DaemonSet') }),
  'a job that runs': of('Job', { particulars: job, counts: podCounts(0, 1, 0), change: 'first' }),
  'a job that is done': of(
    'Job',
    {
      status: 'complete',
      particulars: { ...job, finishedAt: noon - 1_000 },
      counts: podCounts(1, 1, 0),
      change: 'first',
      ...ended,
    },
    'succeeded',
  ),
  'a job that failed': of(
    'Job',
    { ...jobFailed, problems: [tracked(gaveUp, { log: crashLog })], offer: offer('Job') },
    'failed',
  ),
  'a job whose pods are gone': of(
    'Job',
    {
      ...jobFailed,
      particulars: { ...jobFailed.particulars, reason: 'DeadlineExceeded' },
      problems: [
        tracked({
          ...{ reason: 'JobFailed', container: '', pods: 0, restarts: 0, pod: '', image: '' },
          message: 'DeadlineExceeded: Job was active longer than specified deadline',
        }),
      ],
      offer: offer('Job'),
    },
    'failed',
  ),
  'a job that is suspended': of('Job', { status: 'paused', particulars: job, change: 'first' }),
  "a CronJob's job that failed": of(
    'CronJob',
    {
      ...jobFailed,
      particulars: { ...jobFailed.particulars, name: 'payments-api-29257' },
      problems: [tracked(gaveUp, { log: crashLog })],
      offer: offer('CronJob'),
    },
    'failed',
  ),
  'a job beside the Deployment that it prepares': card({
    releases: [
      release({
        rollouts: [
          rollout({
            workload: workload('Job', 'payments-migrate'),
            status: 'complete',
            particulars: { ...job, name: 'payments-migrate', finishedAt: noon - 1_000 },
            counts: podCounts(1, 1, 0),
            change: 'first',
            ...ended,
          }),
          rollout(),
        ],
      }),
    ],
  }),
  'a canary on its way': of('Rollout', { particulars: canary }),
  'a canary at a pause': of('Rollout', { status: 'paused', particulars: canary, message: 'CanaryPauseStep' }),
  'a canary at a pause that ends by itself': of('Rollout', {
    status: 'paused',
    particulars: { ...canary, resumesAt: noon + minutes(5) },
    message: 'CanaryPauseStep',
  }),
  'a canary on its way, with words of its controller': of('Rollout', {
    particulars: canary,
    message: 'more replicas need to be updated',
  }),
  'a canary under analysis': of('Rollout', {
    particulars: { ...canary, analysis: { name: 'success-rate', status: 'Running', message: '' } },
  }),
  'a canary whose analysis is inconclusive': of('Rollout', {
    status: 'paused',
    particulars: {
      ...canary,
      analysis: { name: 'success-rate', status: 'Inconclusive', message: 'metric undecided' },
    },
  }),
  'a canary that was aborted': of(
    'Rollout',
    {
      status: 'failed',
      particulars: { ...canary, isAborted: true },
      counts: podCounts(0, 3, 3),
      message: 'RolloutAborted: metric "success-rate" assessed Failed',
      problems: [
        tracked(
          crash({
            reason: 'RolloutAborted',
            container: '',
            pods: 0,
            restarts: 0,
            pod: '',
            message: 'metric "success-rate" assessed Failed',
          }),
        ),
      ],
      offer: offer('Rollout'),
      ...ended,
    },
    'failed',
  ),
  'a blue-green preview that is promoted by itself': of('Rollout', {
    status: 'paused',
    particulars: { ...preview, resumesAt: noon + minutes(5) },
  }),
  'a job that is done at once': of(
    'Job',
    {
      status: 'complete',
      particulars: { ...job, finishedAt: job.startedAt },
      counts: podCounts(1, 1, 0),
      change: 'first',
      ...ended,
    },
    'succeeded',
  ),
  'a blue-green preview': of('Rollout', { status: 'paused', particulars: preview }),
  'a blue-green rollout that is through': of(
    'Rollout',
    { status: 'complete', particulars: { ...preview, isActive: true }, counts: podCounts(3, 3, 0), ...ended },
    'succeeded',
  ),
};
