import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import {
  ask,
  imageOf,
  isDeployment,
  nextWrite,
  patchWith,
  payments,
  paymentsPath,
  send,
  startCluster,
} from './harness.ts';

async function pausedCluster() {
  const cluster = await startCluster();
  // The controller's own writes are over once it has observed the spec.
  const observed = nextWrite(
    cluster,
    ({ object }) => isDeployment(object) && object.status?.observedGeneration === 1,
  );
  await cluster.deploy(payments('v1', { paused: true }));
  await observed;
  return cluster;
}

const otherImage = 'registry.example.com/payments-api:v2';

describe('patch', () => {
  test('applies a JSON patch whose test holds', async () => {
    const cluster = await pausedCluster();
    const path = '/spec/template/spec/containers/0/image';

    const { code, body } = await patchWith(cluster, 'json', paymentsPath, [
      { op: 'test', path, value: imageOf('v1') },
      { op: 'replace', path, value: otherImage },
      { op: 'add', path: '/metadata/labels/example.com~1step', value: 'two' },
    ]);

    expect(code).toBe(200);
    expect(body.spec.template.spec.containers[0]?.image).toBe(otherImage);
    expect(body.metadata.labels?.['example.com/step']).toBe('two');
  });

  test.each([
    [[{ op: 'test', path: '/metadata/name', value: 'other' }]],
    [[{ op: 'test', path: '/metadata/annotations/missing', value: 'x' }]],
    [[{ op: 'replace', path: '/spec/nothing', value: 1 }]],
    [[{ op: 'remove', path: '/spec/template/spec/containers/7' }]],
    [[{ op: 'shuffle', path: '/spec' }]],
  ])('refuses %j with 422 and changes nothing', async (operations) => {
    const cluster = await pausedCluster();
    const before = await ask<Deployment>(cluster, paymentsPath);

    const { code, body } = await patchWith<Status>(cluster, 'json', paymentsPath, [
      { op: 'replace', path: '/spec/replicas', value: 9 },
      ...operations,
    ]);

    expect([code, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toBe('the server rejected our request due to an error in our request');
    expect((await ask<Deployment>(cluster, paymentsPath)).body.spec).toEqual(before.body.spec);
  });

  test('merges with a merge patch: null removes, lists are replaced whole', async () => {
    const cluster = await pausedCluster();

    const { body } = await patchWith(cluster, 'merge', paymentsPath, {
      metadata: { labels: { 'app.kubernetes.io/version': null, added: 'yes' } },
      spec: { template: { spec: { containers: [{ name: 'other', image: otherImage }] } } },
    });

    expect(body.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'payments-api', added: 'yes' });
    expect(body.spec.template.spec.containers.map((container) => container.name)).toEqual(['other']);
    expect(body.spec.template.spec.containers[0]).not.toHaveProperty('readinessProbe');
  });

  test('merges containers and variables by name with a strategic merge patch', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { paused: true, env: { KEEP: 'kept', DROP: 'dropped' } }));
    const env = [
      { name: 'ADD', value: 'added' },
      { name: 'DROP', $patch: 'delete' },
    ];

    const { body } = await patchWith(cluster, 'strategic-merge', paymentsPath, {
      spec: { template: { spec: { containers: [{ name: 'payments-api', image: otherImage, env }] } } },
    });

    const [container] = body.spec.template.spec.containers;
    expect(container?.image).toBe(otherImage);
    expect(container?.readinessProbe).toBeDefined();
    expect(container?.env).toEqual([
      { name: 'KEEP', value: 'kept' },
      { name: 'ADD', value: 'added' },
    ]);
  });

  test('refuses a patch that names a version which has passed', async () => {
    const cluster = await pausedCluster();
    const { body: before } = await ask<Deployment>(cluster, paymentsPath);
    await cluster.scale('prod', 'payments-api', 5);

    const { code, body } = await patchWith(cluster, 'merge', paymentsPath, {
      metadata: { resourceVersion: before.metadata.resourceVersion },
      spec: { replicas: 1 },
    });

    expect([code, body.reason]).toEqual([409, 'Conflict']);
    expect(body.message).toBe(
      'Operation cannot be fulfilled on deployments.apps "payments-api": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect(body.details).toEqual({ name: 'payments-api', group: 'apps', kind: 'deployments' });
  });

  test('refuses server-side apply with what it does accept', async () => {
    const cluster = await pausedCluster();

    const { code, body } = await send<Status>(
      cluster,
      'PATCH',
      paymentsPath,
      {},
      'application/apply-patch+yaml',
    );

    expect([code, body.reason]).toEqual([415, 'UnsupportedMediaType']);
    expect(body.message).toContain('application/json-patch+json');
  });

  test('counts a generation for the spec and for annotations, none for labels or an empty patch', async () => {
    const cluster = await pausedCluster();
    const generation = async (patch: unknown) =>
      (await patchWith(cluster, 'merge', paymentsPath, patch)).body.metadata.generation;

    expect(await generation({ spec: { replicas: 4 } })).toBe(2);
    expect(await generation({ metadata: { labels: { a: 'b' } } })).toBe(2);
    expect(await generation({})).toBe(2);
    expect(await generation({ metadata: { annotations: { a: 'b' } } })).toBe(3);
  });

  test('keeps the version when nothing changes, and writes nothing on a dry run', async () => {
    const cluster = await pausedCluster();
    const { body: dry } = await patchWith(cluster, 'merge', `${paymentsPath}?dryRun=All`, {
      spec: { replicas: 9 },
    });
    const { body: before } = await patchWith(cluster, 'merge', paymentsPath, {
      metadata: { labels: { a: 'b' } },
    });

    const { body: after } = await patchWith(cluster, 'merge', paymentsPath, {
      metadata: { labels: { a: 'b' } },
    });

    expect(dry.spec.replicas).toBe(9);
    expect(after.spec.replicas).toBe(3);
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });
});

describe('update', () => {
  test('takes the newest version and refuses an older one', async () => {
    const cluster = await pausedCluster();
    const { body: read } = await ask<Deployment>(cluster, paymentsPath);
    const changed = { ...read, spec: { ...read.spec, replicas: 2 } };

    const first = await send<Deployment>(cluster, 'PUT', paymentsPath, changed);
    const second = await send<Status>(cluster, 'PUT', paymentsPath, changed);

    expect([first.code, first.body.spec.replicas]).toEqual([200, 2]);
    expect([second.code, second.body.reason]).toEqual([409, 'Conflict']);
  });

  test('leaves the status to its own endpoint', async () => {
    const cluster = await pausedCluster();
    const { body: read } = await ask<Deployment>(cluster, paymentsPath);
    const { resourceVersion: _version, ...metadata } = read.metadata;
    const wrong = { ...read, metadata, status: { replicas: 77 } };

    const main = await send<Deployment>(cluster, 'PUT', paymentsPath, wrong);

    expect(main.body.status?.replicas).not.toBe(77);
  });
});
