import type { Card } from '../../src/domain/release/card.ts';
import { besideStates } from './beside-states.ts';
import {
  build,
  card,
  cardOf,
  crash,
  crashLog,
  failing,
  log,
  minutes,
  podCounts,
  release,
  rollout,
  run,
  tracked,
  undo,
  undoTo,
  v42,
} from './cards.ts';
import { fluxStates } from './flux-states.ts';
import { quietStates } from './quiet-states.ts';
import { noon } from './read.ts';
import { rollbackStates } from './rollback-states.ts';

const { verdict: _, at: __, ...unknown } = v42;
const ended = { endedAt: noon - minutes(1) };
const bad = { ...failing, status: 'failed', ...ended } as const;
const config = crash({
  reason: 'CreateContainerConfigError',
  restarts: 0,
  missing: { kind: 'ConfigMap', name: 'payments-config', key: 'DB_URL' },
});

/** One card for every state that a person can meet. */
export const cardStates: Readonly<Record<string, Card>> = {
  'a build on its way': card({
    releases: [],
    build: build({
      steps: [
        {
          id: 'checkout',
          title: 'checkout',
          status: 'passed',
          startedAt: noon - 60_000,
          finishedAt: noon - 56_000,
        },
        { id: 'test', title: 'test', status: 'running', startedAt: noon - 56_000 },
        { id: 'scan', title: 'scan', status: 'skipped' },
        { id: 'push', title: 'push', status: 'pending' },
      ],
    }),
  }),
  'a build that failed': card({
    releases: [],
    build: build({
      steps: [
        { id: 'checkout', title: 'checkout', status: 'passed' },
        {
          id: 'test',
          title: 'test',
          status: 'failed',
          detail: '3 of 312 failed',
          url: 'https://ci.example/builds/43/test',
          startedAt: noon - 60_000,
          finishedAt: noon - 12_000,
        },
        { id: 'push', title: 'push', status: 'pending' },
      ],
    }),
  }),
  'a build that passed and is not rolled out': card({ releases: [], build: build() }),
  'a build that rolls out': card({ build: build(), correlation: 'image' }),
  'a rollout without a build': cardOf({ counts: podCounts(1) }),
  'the first rollout of a service': cardOf({ change: 'first', counts: podCounts(0, 3, 0) }),
  'a restart': cardOf({ change: 'restart', previousLabel: 'v43', counts: podCounts(2) }),
  'a new configuration': cardOf({ change: 'configuration', previousLabel: 'v43', counts: podCounts(1) }),
  'a rollout that is paused': cardOf({ status: 'paused' }),
  'a rollout that the controller cannot go on with': cardOf({
    counts: podCounts(0),
    message:
      'Failed to create new replica set "payments-api-43": admission webhook "policy" denied the request',
  }),
  'live in prod': card({
    build: build(),
    correlation: 'digest',
    releases: [
      release({
        verdict: { kind: 'succeeded', at: noon - minutes(1) },
        rollouts: [rollout({ status: 'complete', counts: podCounts(3, 3, 0), ...ended })],
      }),
    ],
  }),
  'live after a problem that is over': cardOf(
    {
      status: 'complete',
      counts: podCounts(3, 3, 0),
      problems: [tracked(crash({ message: '~not~ *me*' }), { recoveredAt: noon - 90_000, log: crashLog })],
      ...ended,
    },
    { kind: 'succeeded', at: noon - minutes(1) },
  ),
  'scaled to nothing': cardOf(
    { status: 'complete', counts: podCounts(0, 0, 0), ...ended },
    { kind: 'succeeded', at: noon - minutes(1) },
  ),
  failing: cardOf(failing),
  'failing, its log not read yet': cardOf({ ...failing, problems: [tracked(crash())] }),
  'failing without a log': cardOf({
    ...failing,
    problems: [tracked(crash(), { log: { kind: 'none', because: 'The container wrote no log.' } })],
  }),
  'failing with nobody to serve': cardOf({ ...failing, counts: podCounts(0, 3, 0) }),
  'failing for a missing key': cardOf({ ...failing, problems: [tracked(config)] }),
  'failing for two reasons, a third is over': cardOf({
    ...failing,
    problems: [
      tracked(crash({ container: 'proxy', exitCode: 127, pods: 1, restarts: 1 }), {
        log: log(['sh: proxy: not found'], false),
      }),
      tracked(config, { recoveredAt: noon - 20_000 }),
      tracked(crash(), { log: crashLog }),
    ],
  }),
  'failing on one of two clusters': card({
    releases: [
      release({
        rollouts: [
          rollout({ status: 'complete', counts: podCounts(3, 3, 0), ...ended }),
          rollout({
            ...failing,
            workload: { cluster: 'us', namespace: 'payments', kind: 'Deployment', name: 'payments-api' },
          }),
        ],
      }),
    ],
  }),
  'live in dev, on its way to prod': card({
    releases: [
      release({
        environment: 'dev',
        verdict: { kind: 'succeeded', at: noon - minutes(1) },
        rollouts: [rollout({ status: 'complete', counts: podCounts(1, 1, 0), ...ended })],
      }),
      release(),
    ],
  }),
  'failing and managed by Flux': cardOf({
    ...failing,
    offer: { kind: 'managed', manager: { kind: 'flux-kustomization', name: 'payments' } },
  }),
  'failing, and the first of all': cardOf({
    ...failing,
    change: 'first',
    offer: { kind: 'nothing-earlier' },
  }),
  'failing with nothing earlier that was healthy': cardOf({ ...failing, offer: { kind: 'nothing-earlier' } }),
  'failing after one that failed, too, and serves now': cardOf({
    ...failing,
    offer: undoTo({ ...v42, verdict: 'bad' }),
  }),
  ...besideStates,
  failed: cardOf(bad, { kind: 'failed', at: noon - minutes(1) }),
  'an alert': {
    ...cardOf({ ...failing, problems: [tracked(crash(), { log: crashLog })] }),
    alert: { liveSince: noon - 2 * 24 * 60 * minutes(1) },
  },
  'an alert of a version that nobody saw healthy': {
    ...cardOf({ ...bad, problems: [tracked(crash({ restarts: 9 }))] }, { kind: 'failed', at: noon }),
    alert: {},
  },
  'an alert that is over': {
    ...cardOf(
      {
        status: 'complete',
        ...ended,
        counts: podCounts(3),
        problems: [tracked(crash(), { log: crashLog, recoveredAt: noon - minutes(1) })],
      },
      { kind: 'succeeded', at: noon - minutes(1) },
    ),
    alert: { liveSince: noon - 2 * 24 * 60 * minutes(1) },
  },
  'failed by the deadline': cardOf(
    {
      ...bad,
      problems: [],
      message: 'ReplicaSet "payments-api-43" has timed out progressing.',
    },
    { kind: 'failed', at: noon - minutes(1) },
  ),
  'timed out': cardOf(
    {
      ...failing,
      status: 'timed-out',
      problems: [],
      message: 'Waiting for the new replicas to be updated',
      startedAt: noon - minutes(16),
      ...ended,
    },
    { kind: 'timed-out', at: noon - minutes(1) },
  ),
  ...rollbackStates,
  ...fluxStates,
  'one workload rolled back while another fails': card({
    releases: [
      release({
        rollouts: [
          rollout({
            ...failing,
            status: 'rolled-back',
            rollback: run({ status: 'done', counts: podCounts(3, 3, 0), endedAt: noon }),
            endedAt: noon,
          }),
          rollout({
            ...failing,
            workload: { cluster: 'eu', namespace: 'payments', kind: 'Deployment', name: 'payments-worker' },
            offer: { ...undo, id: 'offer-2' },
          }),
        ],
      }),
    ],
  }),
  'superseded by a newer version': cardOf(
    { status: 'superseded', counts: podCounts(1), ...ended },
    { kind: 'superseded', at: noon },
  ),
  'superseded by a version that is known': cardOf(
    { status: 'superseded', ...ended, successor: { label: 'v44', isOlder: false } },
    { kind: 'superseded', at: noon },
  ),
  'left by somebody who went back': cardOf(
    {
      status: 'superseded',
      ...ended,
      successor: { label: 'v42', isOlder: true },
      problems: [tracked(crash(), { log: crashLog })],
    },
    { kind: 'superseded', at: noon },
  ),
  'failing with a way back that nobody saw healthy': cardOf({
    ...failing,
    offer: undoTo(unknown),
  }),
  'superseded while it failed': cardOf(
    { ...failing, status: 'superseded', ...ended },
    { kind: 'superseded', at: noon },
  ),
  'deleted on its way': cardOf(
    { status: 'deleted', counts: podCounts(1), ...ended },
    { kind: 'superseded', at: noon },
  ),
  'without an owner': card({
    owner: { service: 'payments-api', channel: '#deployments', isFallback: true, because: 'fallback' },
  }),
  'of a team without a channel': card({
    owner: {
      service: 'payments-api',
      team: 'payments',
      channel: '#deployments',
      isFallback: true,
      because: 'label shipmate.dev/team',
    },
  }),
  'with a way back for each of two workloads': card({
    releases: [
      release({
        rollouts: [
          rollout({ ...failing, offer: undo }),
          rollout({
            ...failing,
            workload: { cluster: 'eu', namespace: 'payments', kind: 'Deployment', name: 'payments-worker' },
            offer: { ...undo, id: 'offer-2' },
          }),
        ],
      }),
    ],
  }),
  'with nothing in it': card({
    owner: { service: '', because: '' },
    version: { label: '', image: '' },
    releases: [],
  }),
  ...quietStates,
};
