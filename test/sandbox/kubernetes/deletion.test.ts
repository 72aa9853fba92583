import { describe, expect, test } from 'vitest';
import type { Deployment, Pod, ReplicaSet } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import {
  ask,
  deployGood,
  isPod,
  type List,
  nextWrite,
  paymentsPath,
  replicaSetsOf,
  send,
  startCluster,
} from './harness.ts';

describe('deleting a Deployment', () => {
  test('in the background takes it at once and the rest after it', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const podGone = nextWrite(cluster, ({ type, object }) => isPod(object) && type === 'DELETED');

    const { body } = await send<Status>(cluster, 'DELETE', paymentsPath, { propagationPolicy: 'Background' });
    const after = await ask<Status>(cluster, paymentsPath);
    await podGone;

    expect(body).toMatchObject({
      status: 'Success',
      details: { name: 'payments-api', group: 'apps', kind: 'deployments' },
    });
    expect(after.code).toBe(404);
    expect(await replicaSetsOf(cluster)).toEqual([]);
  });

  test('in the foreground keeps it, marked, until its pods have gone', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const order: string[] = [];
    const gone = nextWrite(cluster, ({ type, object }) => {
      if (type === 'DELETED' && object.kind !== 'Event') order.push(object.kind);
      return type === 'DELETED' && object.kind === 'Deployment';
    });

    const { body } = await send<Deployment>(cluster, 'DELETE', paymentsPath, {
      propagationPolicy: 'Foreground',
    });
    await gone;

    expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(body.metadata.deletionTimestamp).toBeDefined();
    expect(order).toEqual(['Pod', 'ReplicaSet', 'Deployment']);
  });

  test('as an orphan leaves its ReplicaSet and pods', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const gone = nextWrite(cluster, ({ type, object }) => type === 'DELETED' && object.kind === 'Deployment');

    await send(cluster, 'DELETE', paymentsPath, { propagationPolicy: 'Orphan' });
    await gone;

    const [set] = await replicaSetsOf(cluster);
    expect((set as ReplicaSet).metadata).not.toHaveProperty('ownerReferences');
    const { body } = await ask<List<Pod>>(cluster, '/api/v1/namespaces/prod/pods');
    expect(body.items.map((pod) => pod.metadata.deletionTimestamp)).toEqual([undefined]);
  });

  test('under a precondition that does not hold is a conflict', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });

    const { code, body } = await send<Status>(cluster, 'DELETE', paymentsPath, {
      preconditions: { uid: 'other' },
    });

    expect([code, body.reason]).toEqual([409, 'Conflict']);
    expect(body.message).toContain('the UID in the precondition (other) does not match the UID in record');
  });
});

describe('deleting a namespace', () => {
  test('takes its contents first and nothing new meanwhile', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const gone = nextWrite(cluster, ({ type, object }) => type === 'DELETED' && object.kind === 'Namespace');

    const { body } = await send<{ status: { phase: string } }>(
      cluster,
      'DELETE',
      '/api/v1/namespaces/prod',
      {},
    );
    const late = await send<Status>(cluster, 'POST', '/api/v1/namespaces/prod/configmaps', {
      metadata: { name: 'late' },
    });
    await gone;

    expect(body.status.phase).toBe('Terminating');
    expect([late.code, late.body.message]).toEqual([
      403,
      'configmaps "late" is forbidden: unable to create new content in namespace prod because it is being terminated',
    ]);
    const { body: left } = await ask<List<Pod>>(cluster, '/api/v1/pods');
    expect(left.items).toEqual([]);
  });
});
