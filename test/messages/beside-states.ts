import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Card, OlderTrouble } from '../../src/domain/release/card.ts';
import { cardOf, crash, failing, minutes, tracked } from './cards.ts';
import { noon } from './read.ts';

const ended = { endedAt: noon - minutes(1) };
const config = crash({
  reason: 'CreateContainerConfigError',
  restarts: 0,
  missing: { kind: 'ConfigMap', name: 'payments-config', key: 'DB_URL' },
});
const older = (label: string, ...problems: readonly Problem[]): OlderTrouble => ({
  revisionUid: `rs-${label}`,
  label,
  problems: problems.map((problem) => tracked(problem)),
});
const whole = { container: '', restarts: 0, pod: '', pods: 0 } as const;
const notCreated = crash({
  ...whole,
  pods: 3,
  reason: 'ReplicaSetCreateError',
  message: 'Failed to create new replica set "payments-api-8e0a": exceeded quota: objects',
});
const autoscaler = crash({
  ...whole,
  reason: 'AutoscalerFailing',
  message: 'the HPA was unable to compute the replica count',
  autoscaler: { name: 'payments-api', reason: 'FailedGetResourceMetric' },
});
const lostNode = crash({
  ...whole,
  pods: 2,
  reason: 'NodeNotReady',
  message: 'NodeStatusUnknown: Kubelet stopped posting node status.',
  node: { name: 'node-b', pods: 2, others: 0, shortages: [] },
});
const unready = {
  reason: 'NotReady',
  restarts: 0,
  probe: { purpose: 'readiness', kind: 'http', target: '/healthz', port: '8080', allowanceMs: 30_000 },
  probeFailure: { purpose: 'readiness', answer: { kind: 'status', code: 503 }, at: noon },
} as const;

/** What is said beside a rollout: of the version before, of nodes and autoscalers, and of what was never made. */
export const besideStates: Readonly<Record<string, Card>> = {
  'failing, and so does the version before': cardOf({
    ...failing,
    olderTroubles: [older('v42', crash({ pods: 2 }))],
  }),
  'well, beside a version before that is not': cardOf({
    olderTroubles: [
      older('v42', crash({ pods: 1 })),
      older('v41', config, crash({ reason: 'NotReady', restarts: 0, pods: 2 })),
    ],
  }),
  'a restart beside pods from before that crash': cardOf({
    change: 'restart',
    previousLabel: 'v43',
    olderTroubles: [older('v43', crash({ pods: 1 }))],
  }),
  'failing for want of a ReplicaSet': cardOf({
    ...failing,
    problems: [tracked(notCreated)],
    offer: { kind: 'not-begun' },
  }),
  'on its way with an autoscaler that fails': cardOf({ problems: [tracked(autoscaler)] }),
  'timed out on a node that is lost': cardOf(
    {
      status: 'timed-out',
      problems: [tracked(lostNode)],
      progress: { at: noon - minutes(10), updated: 1, updatedAvailable: 1, old: 2 },
      ...ended,
    },
    { kind: 'timed-out', at: noon },
  ),
  'failing by a probe, since a while': cardOf({
    ...failing,
    problems: [tracked(crash({ ...unready, since: noon - minutes(4) }))],
  }),
};
