import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../../sandbox/kubernetes/argo-model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { clusterWithShop, shop, shopPath, whenRollout } from './argo.ts';
import { ask, patchWith, send, startCluster } from './harness.ts';

const collection = '/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts';
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'registry.example.com/web:v1' }] },
};
const good = {
  replicas: 1,
  selector: { matchLabels: { app: 'web' } },
  template,
  strategy: { canary: {} },
};

function post(cluster: Awaited<ReturnType<typeof startCluster>>, spec: unknown, query = '') {
  const body = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' }, spec };
  return send<Rollout & Status>(cluster, 'POST', `${collection}${query}`, body);
}

async function emptyCluster() {
  const cluster = await startCluster();
  await cluster.deploy(shop('v1', { name: 'other', replicas: 0 }));
  return cluster;
}

describe('a cluster without Argo Rollouts', () => {
  test('knows none of its kinds', async () => {
    const cluster = await startCluster({ argoRollouts: false });

    const list = await ask<Status>(cluster, collection);
    const group = await ask<Status>(cluster, '/apis/argoproj.io');
    const groups = await ask<{ groups: { name: string }[] }>(cluster, '/apis');

    expect([list.code, group.code]).toEqual([404, 404]);
    expect(list.body.message).toBe('the server could not find the requested resource');
    expect(groups.body.groups.map(({ name }) => name)).not.toContain('argoproj.io');
    await expect(cluster.deploy(shop('v1'))).rejects.toThrow('could not find the requested resource');
  });
});

describe('the API of Rollouts', () => {
  test('keeps what clients write to the status apart from what they write to the rest', async () => {
    const { cluster } = await clusterWithShop();

    const main = await patchWith<Rollout>(cluster, 'merge', shopPath, { status: { abort: true } });
    const status = await patchWith<Rollout>(cluster, 'merge', `${shopPath}/status`, {
      metadata: { annotations: { from: 'status' } },
      spec: { replicas: 9 },
      status: { promoteFull: true },
    });

    expect(main.body.status).not.toHaveProperty('abort');
    expect(main.body.metadata.generation).toBe(1);
    expect(status.body.spec.replicas).toBe(5);
    expect(status.body.metadata.annotations).not.toHaveProperty('from');
    expect(status.body.status).toMatchObject({ promoteFull: true });
    expect(status.body.metadata.generation).toBe(1);
  });

  test('takes no status at the creation', async () => {
    const cluster = await emptyCluster();
    const metadata = { name: 'web' };
    const body = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata,
      spec: good,
      status: { phase: 'Healthy' },
    };

    const { code, body: created } = await send<Rollout>(cluster, 'POST', collection, body);

    expect(code).toBe(201);
    expect(created).not.toHaveProperty('status');
  });

  test('refuses what its definition does not allow', async () => {
    const cluster = await emptyCluster();

    const wrongType = await post(cluster, { ...good, replicas: '3' });
    const without = await send<Status>(cluster, 'POST', collection, { metadata: { name: 'web' } });
    const unknown = await post(cluster, { ...good, replcas: 3 }, '?fieldValidation=Strict');
    const strategic = await patchWith(cluster, 'strategic-merge', `${collection}/other`, {
      spec: { replicas: 1 },
    });

    expect([wrongType.code, wrongType.body.message]).toEqual([
      422,
      'Rollout.argoproj.io "web" is invalid: spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
    ]);
    expect([without.code, without.body.message]).toEqual([
      422,
      'Rollout.argoproj.io "web" is invalid: spec: Required value',
    ]);
    expect([unknown.code, unknown.body.message]).toEqual([
      400,
      expect.stringContaining('strict decoding error: unknown field "spec.replcas"'),
    ]);
    expect(strategic.code).toBe(415);
  });

  test('prunes unknown fields with a warning', async () => {
    const cluster = await emptyCluster();

    const { code, body, headers } = await post(cluster, { ...good, replcas: 3 });

    expect(code).toBe(201);
    expect(body.spec).not.toHaveProperty('replcas');
    expect(headers.get('warning')).toContain('unknown field \\"spec.replcas\\"');
  });

  test.each([
    ['no strategy', { strategy: {} }, 'strategy: Required value: Rollout has missing field'],
    [
      'two strategies',
      { strategy: { canary: {}, blueGreen: { activeService: 'a' } } },
      'Multiple Strategies can not be listed',
    ],
    [
      'a service that is not there',
      { strategy: { blueGreen: { activeService: 'nobody' } } },
      'service "nobody" not found',
    ],
    [
      'an analysis that is not there',
      { strategy: { canary: { steps: [{ analysis: { templates: [{ templateName: 'nothing' }] } }] } } },
      "AnalysisTemplate 'nothing' not found",
    ],
    [
      'a weight over 100',
      { strategy: { canary: { steps: [{ setWeight: 120 }] } } },
      'SetWeight needs to be between 0 and 100',
    ],
    [
      'a step that says nothing',
      { strategy: { canary: { steps: [{}] } } },
      'Step must have one of the following set',
    ],
    [
      'a selector that picks nothing of its own',
      { selector: { matchLabels: { app: 'x' } } },
      '`selector` does not match',
    ],
    ['no room to move', { strategy: { canary: { maxSurge: 0, maxUnavailable: 0 } } }, 'both can not be zero'],
  ])('takes a Rollout with %s, which its controller then finds invalid', async (_, change, words) => {
    const cluster = await emptyCluster();
    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');

    const { code } = await post(cluster, { ...good, ...change });
    const { status } = await degraded;

    expect(code).toBe(201);
    expect(status?.message).toMatch(/^InvalidSpec: The Rollout "web" is invalid: /);
    expect(status?.message).toContain(words);
    expect(status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'InvalidSpec', status: 'True' }),
    );
  });

  test('is valid again once what it names is there', async () => {
    const cluster = await emptyCluster();
    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');
    await post(cluster, { ...good, strategy: { blueGreen: { activeService: 'web' } } });
    await degraded;
    const healthy = whenRollout(cluster, ({ phase }) => phase !== 'Degraded');

    const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
    await send(cluster, 'POST', '/api/v1/namespaces/prod/services', service);

    expect((await healthy).status?.conditions?.map(({ type }) => type)).not.toContain('InvalidSpec');
  });
});
