import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { ask, patchWith, payments, paymentsPath, send, startCluster } from './harness.ts';

const collection = '/apis/apps/v1/namespaces/prod/deployments';

interface Loose {
  [key: string]: unknown;
}

function manifest(spec: Loose = {}, metadata: Loose = {}): Loose {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'registry.example.com/web:v1' }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template, ...spec },
  };
}

async function clusterWithProd() {
  const cluster = await startCluster();
  await cluster.deploy(payments('v1', { paused: true }));
  return cluster;
}

describe('defaults', () => {
  test('are those of the API server', async () => {
    const cluster = await clusterWithProd();

    const { code, body } = await send<Deployment>(cluster, 'POST', collection, manifest());

    expect(code).toBe(201);
    expect(body.spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: {
        spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' },
      },
    });
    expect(body.spec.template.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      resources: {},
    });
    expect(body.metadata).toMatchObject({ generation: 1, namespace: 'prod' });
    expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.metadata.managedFields?.[0]).toMatchObject({ operation: 'Update', fieldsType: 'FieldsV1' });
  });
});

describe('validation', () => {
  const twice = { name: 'web', image: 'a:1' };
  const labels = { metadata: { labels: { app: 'web' } } };

  test.each<[string, Loose, string]>([
    [
      'a name that is not DNS-1123',
      manifest({}, { name: 'Web_1' }),
      `Deployment.apps "Web_1" is invalid: metadata.name: Invalid value: "Web_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
    ],
    [
      'a selector that misses the template',
      manifest({ selector: { matchLabels: { app: 'other' } } }),
      'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      'no selector',
      manifest({ selector: undefined }),
      'Deployment.apps "web" is invalid: spec.selector: Required value',
    ],
    [
      'two containers of one name',
      manifest({ template: { ...labels, spec: { containers: [twice, twice] } } }),
      'spec.template.spec.containers[1].name: Duplicate value: "web"',
    ],
    [
      'no container',
      manifest({ template: { ...labels, spec: { containers: [] } } }),
      'spec.template.spec.containers: Required value',
    ],
    [
      'a restart policy that a Deployment cannot have',
      manifest({ template: { ...labels, spec: { restartPolicy: 'Never', containers: [twice] } } }),
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      'negative replicas',
      manifest({ replicas: -1 }),
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
  ])('refuses %s', async (_what, object, message) => {
    const cluster = await clusterWithProd();

    const { code, body } = await send<Status>(cluster, 'POST', collection, object);

    expect([code, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toContain(message);
    expect(body.details?.causes?.length).toBeGreaterThan(0);
  });

  test('holds the selector fixed', async () => {
    const cluster = await clusterWithProd();

    const { code, body } = await patchWith(cluster, 'merge', paymentsPath, {
      spec: { selector: { matchLabels: { 'app.kubernetes.io/version': 'v1' } } },
    });

    expect(code).toBe(422);
    expect(body.message).toContain(
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{',
    );
    expect(body.message).toContain('field is immutable');
  });

  test.each<[string, Loose, string, number, string]>([
    [
      'a wrong type',
      manifest({ replicas: '3' }),
      '',
      400,
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'an unknown field, when asked to be strict',
      manifest({ replcas: 3 }),
      '?fieldValidation=Strict',
      400,
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replcas"',
    ],
    [
      'another namespace than the path',
      manifest({}, { namespace: 'test' }),
      '',
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('refuses %s', async (_what, object, query, code, message) => {
    const cluster = await clusterWithProd();

    const answer = await send<Status>(cluster, 'POST', `${collection}${query}`, object);

    expect([answer.code, answer.body.message]).toEqual([code, message]);
  });

  test('drops an unknown field with a warning when not asked to be strict', async () => {
    const cluster = await clusterWithProd();

    const { code, body, headers } = await send<Deployment>(
      cluster,
      'POST',
      collection,
      manifest({ replcas: 3 }),
    );

    expect(code).toBe(201);
    expect(body.spec).not.toHaveProperty('replcas');
    expect(headers.get('warning')).toBe('299 - "unknown field \\"spec.replcas\\""');
  });

  test('says what exists already and what does not exist', async () => {
    const cluster = await clusterWithProd();
    await send(cluster, 'POST', collection, manifest());

    const again = await send<Status>(cluster, 'POST', collection, manifest());
    const missing = await ask<Status>(cluster, `${collection}/nope`);
    const nowhere = await send<Status>(cluster, 'POST', collection.replace('prod', 'nowhere'), manifest());

    expect([again.code, again.body.message]).toEqual([409, 'deployments.apps "web" already exists']);
    expect([missing.code, missing.body.message]).toEqual([404, 'deployments.apps "nope" not found']);
    expect(missing.body.details).toEqual({ name: 'nope', group: 'apps', kind: 'deployments' });
    expect([nowhere.code, nowhere.body.message]).toEqual([404, 'namespaces "nowhere" not found']);
  });

  test('does not know a resource that it does not serve', async () => {
    const cluster = await startCluster();

    const { code, body } = await ask<Status>(cluster, '/apis/apps/v1/namespaces/prod/widgets');

    expect([code, body.message]).toEqual([404, 'the server could not find the requested resource']);
  });
});
