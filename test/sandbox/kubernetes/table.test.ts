import { describe, expect, test } from 'vitest';
import { humanDuration } from '../../../sandbox/kubernetes/table/duration.ts';
import { ask, deployGood, payments, podWaiting, startCluster } from './harness.ts';
import { openWatch } from './watching.ts';

interface Table {
  kind: string;
  metadata: { resourceVersion: string };
  columnDefinitions: { name: string; priority: number }[] | null;
  rows: { cells: (string | number)[]; object: { kind: string; metadata: { name: string } } }[];
}

const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

describe('tables', () => {
  test('show pods with the columns kubectl users know', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });

    const { body } = await ask<Table>(cluster, '/api/v1/namespaces/prod/pods', { headers });

    expect(body.kind).toBe('Table');
    const shown = (body.columnDefinitions ?? [])
      .filter((each) => each.priority === 0)
      .map((each) => each.name);
    expect(shown).toEqual(['Name', 'Ready', 'Status', 'Restarts', 'Age']);
    const [row] = body.rows;
    expect(row?.cells.slice(1, 4)).toEqual(['1/1', 'Running', '0']);
    expect(row?.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { namespace: 'prod' } });
  });

  test.each([
    ['crashing', 'CrashLoopBackOff', 'CrashLoopBackOff', /^1 \(\d+s ago\)$/],
    ['missing-image', 'ImagePullBackOff', 'ImagePullBackOff', /^0$/],
    ['crashing-init', 'CrashLoopBackOff', 'Init:CrashLoopBackOff', /^1 \(\d+s ago\)$/],
  ] as const)('show a %s pod as %s', async (behaviour, reason, status, restarts) => {
    const cluster = await startCluster({ pace: 0.5 });
    const waiting = podWaiting(cluster, reason);
    await cluster.deploy(payments('v1', { behaviour, replicas: 1 }));
    await waiting;

    const { body } = await ask<Table>(cluster, '/api/v1/namespaces/prod/pods', { headers });

    expect(body.rows[0]?.cells.slice(1, 3)).toEqual(['0/1', status]);
    expect(body.rows[0]?.cells[3]).toMatch(restarts);
  });

  test('show Deployments, ReplicaSets, namespaces, nodes and events', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1');
    const cells = async (path: string) =>
      (await ask<Table>(cluster, path, { headers })).body.rows.map((row) => row.cells);

    const [deployment] = await cells('/apis/apps/v1/deployments');
    const [set] = await cells('/apis/apps/v1/replicasets');
    const spaces = await cells('/api/v1/namespaces');
    const nodes = await cells('/api/v1/nodes');
    const events = await cells('/api/v1/events?fieldSelector=involvedObject.kind=Deployment');

    expect(deployment?.slice(0, 4)).toEqual(['payments-api', '3/3', 3, 3]);
    expect(deployment?.slice(5)).toEqual([
      'payments-api',
      'registry.example.com/payments-api:v1',
      'app.kubernetes.io/name=payments-api',
    ]);
    expect(set?.slice(1, 4)).toEqual([3, 3, 3]);
    expect(spaces.map(([name, phase]) => `${name} ${phase}`)).toEqual([
      'default Active',
      'kube-system Active',
      'prod Active',
    ]);
    expect(nodes.map(([name, status]) => `${name} ${status}`)).toEqual(['node-a Ready', 'node-b Ready']);
    expect(events[0]?.slice(1, 4)).toEqual(['Normal', 'ScalingReplicaSet', 'deployment/payments-api']);
  });

  test('are watched row by row, with the columns once', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { paused: true }));
    const watch = await openWatch(cluster, '/apis/apps/v1/deployments?watch=1', { headers });

    const first = await watch.next();
    await cluster.scale('prod', 'payments-api', 0);
    const second = await watch.next();

    const tables = [first, second].map((line) => line?.object as unknown as Table);
    expect(tables.map((table) => table.columnDefinitions?.length ?? 0)).toEqual([8, 0]);
    expect(tables.map((table) => table.rows[0]?.object.metadata.name)).toEqual([
      'payments-api',
      'payments-api',
    ]);
  });

  test('carry the whole object when asked', async () => {
    const cluster = await startCluster();

    const { body } = await ask<Table>(cluster, '/api/v1/nodes?includeObject=Object', { headers });

    expect(body.rows[0]?.object).toMatchObject({
      kind: 'Node',
      status: { nodeInfo: { kubeletVersion: 'v1.32.4' } },
    });
  });
});

describe('an age', () => {
  test.each([
    [0, '0s'],
    [119_000, '119s'],
    [125_000, '2m5s'],
    [600_000, '10m'],
    [3 * 3_600_000, '3h'],
    [3 * 3_600_000 + 60_000, '3h1m'],
    [50 * 3_600_000, '2d2h'],
    [30 * 86_400_000, '30d'],
  ])('of %i ms is %s', (durationMs, text) => {
    expect(humanDuration(durationMs)).toBe(text);
  });
});
