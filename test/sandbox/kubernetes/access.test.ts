import { describe, expect, test } from 'vitest';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { ask, patchWith, payments, paymentsPath, send, startCluster } from './harness.ts';

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

function review(verb: string, resource: string) {
  const resourceAttributes = { verb, group: 'apps', resource, namespace: 'prod' };
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
}

describe('a token', () => {
  test('is needed once one is set, except for health and version', async () => {
    const cluster = await startCluster({ token: 'secret-of-the-sandbox' });
    const headers = { authorization: 'Bearer secret-of-the-sandbox' };

    const without = await ask<Status>(cluster, '/api/v1/pods');
    const wrong = await ask<Status>(cluster, '/api/v1/pods', { headers: { authorization: 'Bearer other' } });
    const right = await ask<Status>(cluster, '/api/v1/pods', { headers });
    const health = await fetch(`${cluster.url}/readyz`);

    expect([without.code, without.body.reason, wrong.code, right.code]).toEqual([
      401,
      'Unauthorized',
      401,
      200,
    ]);
    expect([health.status, await health.text()]).toEqual([200, 'ok']);
    expect(cluster.token).toBe('secret-of-the-sandbox');
  });
});

describe('permissions', () => {
  test('that are missing are refused in Kubernetes’ words', async () => {
    const cluster = await startCluster({ readOnly: true });
    await cluster.deploy(payments('v1', { paused: true }));

    const { code, body } = await patchWith<Status>(cluster, 'merge', paymentsPath, { spec: { replicas: 1 } });

    expect([code, body.reason]).toEqual([403, 'Forbidden']);
    expect(body.message).toBe(
      'deployments.apps "payments-api" is forbidden: User "system:serviceaccount:shipmate:shipmate" cannot patch resource "deployments" in API group "apps" in the namespace "prod"',
    );
  });

  test('may differ by verb, subresource and namespace', async () => {
    const cluster = await startCluster({
      permissions: (verb, _group, resource, subresource, namespace) =>
        !(verb === 'watch' && namespace === '') && `${resource}/${subresource}` !== 'pods/log',
    });

    const watch = await ask<Status>(cluster, '/api/v1/pods?watch=1');
    const log = await ask<Status>(cluster, '/api/v1/namespaces/prod/pods/any/log');
    const list = await ask(cluster, '/api/v1/pods');

    expect([watch.code, watch.body.message]).toEqual([
      403,
      'pods is forbidden: User "system:serviceaccount:shipmate:shipmate" cannot watch resource "pods" in API group "" at the cluster scope',
    ]);
    expect([log.code, log.body.message]).toEqual([
      403,
      'pods "any" is forbidden: User "system:serviceaccount:shipmate:shipmate" cannot get resource "pods/log" in API group "" in the namespace "prod"',
    ]);
    expect(list.code).toBe(200);
  });

  test('can be asked for before acting', async () => {
    const cluster = await startCluster({ readOnly: true });

    const may = await send<{ status: { allowed: boolean } }>(
      cluster,
      'POST',
      reviews,
      review('list', 'deployments'),
    );
    const mayNot = await send<{ status: { allowed: boolean } }>(
      cluster,
      'POST',
      reviews,
      review('patch', 'deployments'),
    );

    expect([may.code, may.body.status.allowed, mayNot.body.status.allowed]).toEqual([201, true, false]);
  });
});

describe('discovery', () => {
  test('lists groups and resources in both forms', async () => {
    const cluster = await startCluster();
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

    const legacy = await ask<{ resources: { name: string; shortNames?: string[] }[] }>(
      cluster,
      '/apis/apps/v1',
    );
    const aggregated = await ask<{ items: { metadata: { name: string } }[] }>(cluster, '/apis', {
      headers: { accept },
    });
    const version = await ask<{ gitVersion: string }>(cluster, '/version');

    expect(legacy.body.resources.find((each) => each.name === 'deployments')?.shortNames).toEqual(['deploy']);
    expect(legacy.body.resources.map((each) => each.name)).toContain('deployments/scale');
    expect(aggregated.body.items.map((each) => each.metadata.name)).toContain('apps');
    expect(version.body.gitVersion).toMatch(/^v1\./);
  });

  test('serves empty lists of the kinds that nothing here makes', async () => {
    const cluster = await startCluster();
    const paths = [
      'apps/v1/statefulsets',
      'apps/v1/daemonsets',
      'apps/v1/controllerrevisions',
      'batch/v1/jobs',
      'batch/v1/cronjobs',
    ];

    const answers = await Promise.all(
      paths.map((path) => ask<{ kind: string; items: unknown[] }>(cluster, `/apis/${path}`)),
    );

    expect(answers.map(({ code, body }) => [code, body.items.length])).toEqual(paths.map(() => [200, 0]));
    expect(answers.map(({ body }) => body.kind)).toContain('StatefulSetList');
  });
});
