import { describe, expect, it } from 'vitest';
import { observeWorkloads } from '../../../src/adapters/kubernetes/observe-workloads.ts';

const now = Date.parse('2026-08-01T12:00:00Z');
const revision = { 'deployment.kubernetes.io/revision': '1' };
const waiting = { reason: 'InvalidImageName', message: '' };
const status = { containerStatuses: [{ name: 'api', state: { waiting } }] };
const owned = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });

/** As tools leave objects that strip what the API server has put there: no uids. */
const stripped = [
  { kind: 'Pod', metadata: { namespace: 'prod', name: 'pod', ...owned('ReplicaSet', 'set') }, status },
  {
    kind: 'ReplicaSet',
    metadata: {
      namespace: 'prod',
      name: 'set',
      annotations: revision,
      ...owned('Deployment', 'payments-api'),
    },
  },
  { kind: 'Deployment', metadata: { namespace: 'prod', name: 'payments-api', annotations: revision } },
];

describe('workloads among objects', () => {
  it('are linked by their names where there are no uids', () => {
    const { looks, lonePods } = observeWorkloads('prod-eu', stripped, now);

    expect(looks).toMatchObject([
      {
        workload: { cluster: 'prod-eu', name: 'payments-api' },
        problems: [{ reason: 'InvalidImageName', pods: 1 }],
      },
    ]);
    expect(lonePods).toEqual([]);
  });

  it('are told apart by namespace', () => {
    const inDev = stripped.map((object) => ({
      ...object,
      metadata: { ...object.metadata, namespace: 'dev' },
    }));

    const { looks } = observeWorkloads('', [...stripped, ...inDev], now);

    expect(looks.map(({ workload, problems }) => [workload.namespace, problems.length])).toEqual([
      ['dev', 1],
      ['prod', 1],
    ]);
  });

  it('that are given twice count once, as they were given last', () => {
    const healthy = { ...stripped[0], status: { containerStatuses: [{ name: 'api', ready: true }] } };

    const { looks } = observeWorkloads('', [...stripped, healthy], now);

    expect(looks.map(({ problems }) => problems)).toEqual([[]]);
  });

  it('of other API groups are none of ours', () => {
    const foreign = { kind: 'Deployment', apiVersion: 'acme.example/v1', metadata: { name: 'payments-api' } };

    const { looks, ignored } = observeWorkloads('', [foreign], now);

    expect(looks).toEqual([]);
    expect([...ignored]).toEqual([['Deployment', 1]]);
  });

  it('leave alone the pods that nobody among them owns, and owners in a circle', () => {
    const circle = [
      { kind: 'ReplicaSet', metadata: { name: 'a', ...owned('ReplicaSet', 'b') } },
      { kind: 'ReplicaSet', metadata: { name: 'b', ...owned('ReplicaSet', 'a') } },
      { kind: 'Pod', metadata: { name: 'round', ...owned('ReplicaSet', 'a') }, status },
      { kind: 'Pod', metadata: { name: 'alone' } },
    ];

    const { looks, lonePods } = observeWorkloads('', circle, now);

    expect(looks).toEqual([]);
    expect(lonePods).toMatchObject([
      { owner: 'ReplicaSet a', pods: ['round'], problems: [{ reason: 'InvalidImageName' }] },
      { owner: '', pods: ['alone'], problems: [] },
    ]);
  });
});
