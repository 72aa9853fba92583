import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { ask, deployGood, type List, startCluster } from './harness.ts';

const podsPath = '/api/v1/namespaces/prod/pods';

async function clusterWithPods(replicas = 5) {
  const cluster = await startCluster();
  await deployGood(cluster, 'v1', { replicas });
  return cluster;
}

describe('list', () => {
  test('gives items without kind and apiVersion, and the version of the whole list', async () => {
    const cluster = await clusterWithPods(2);

    const { code, body } = await ask<List<Pod> & { kind: string }>(cluster, podsPath);

    expect(code).toBe(200);
    expect(body.kind).toBe('PodList');
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).not.toHaveProperty('kind');
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(1000);
  });

  test('selects by label and by field', async () => {
    const cluster = await clusterWithPods(2);
    const all = await ask<List<Pod>>(cluster, podsPath);
    const name = all.body.items[0]?.metadata.name ?? '';
    const count = async (query: string) =>
      (await ask<List<Pod>>(cluster, `${podsPath}?${query}`)).body.items.length;

    const byLabel = encodeURIComponent('app.kubernetes.io/name in (payments-api, other),!missing');
    expect(await count(`labelSelector=${byLabel}`)).toBe(2);
    expect(await count('labelSelector=app.kubernetes.io/name!=payments-api')).toBe(0);
    expect(await count(`fieldSelector=metadata.name=${name}`)).toBe(1);
    expect(await count('fieldSelector=status.phase=Running')).toBe(2);
    expect(await count('fieldSelector=status.phase!=Running')).toBe(0);
    expect(await count('fieldSelector=spec.nodeName=nowhere')).toBe(0);
  });

  test.each([
    ['labelSelector=a%20b', "unable to parse requirement: found 'a b', expected: a label requirement"],
    ['fieldSelector=spec.image=x', 'field label not supported: spec.image'],
    ['limit=many', 'strconv.ParseInt: parsing "many": invalid syntax'],
    ['continue=nonsense', 'continue key is not valid: encoded start key or version is missing'],
  ])('refuses %s', async (query, message) => {
    const cluster = await startCluster();

    const { code, body } = await ask<Status>(cluster, `${podsPath}?${query}`);

    expect([code, body.reason, body.message]).toEqual([400, 'BadRequest', message]);
  });

  test('pages over one snapshot, whatever is written in between', async () => {
    const cluster = await clusterWithPods(5);
    const first = await ask<List<Pod>>(cluster, `${podsPath}?limit=2`);

    await deployGood(cluster, 'v2', { replicas: 5 });
    const token = encodeURIComponent(first.body.metadata.continue ?? '');
    const second = await ask<List<Pod>>(cluster, `${podsPath}?limit=10&continue=${token}`);

    expect(first.body.items).toHaveLength(2);
    expect(first.body.metadata.remainingItemCount).toBe(3);
    expect(second.body.items).toHaveLength(3);
    expect(second.body.metadata).toEqual({ resourceVersion: first.body.metadata.resourceVersion });
    const images = [...first.body.items, ...second.body.items].map((pod) => pod.spec.containers[0]?.image);
    expect(new Set(images)).toEqual(new Set(['registry.example.com/payments-api:v1']));
  });

  test('does not say how many remain when a selector narrows the list', async () => {
    const cluster = await clusterWithPods(3);

    const { body } = await ask<List<Pod>>(cluster, `${podsPath}?limit=1&fieldSelector=status.phase=Running`);

    expect(body.metadata.continue).toBeDefined();
    expect(body.metadata.remainingItemCount).toBeUndefined();
  });

  test('answers 410 to a continue token older than the history', async () => {
    const cluster = await clusterWithPods(3);
    const { body: page } = await ask<List<Pod>>(cluster, `${podsPath}?limit=1`);

    cluster.faults.expireHistory();
    const { code, body } = await ask<Status>(
      cluster,
      `${podsPath}?limit=1&continue=${page.metadata.continue}`,
    );

    expect([code, body.reason]).toEqual([410, 'Expired']);
    expect(body.message).toContain('The provided continue parameter is too old');
    const rest = await ask<List<Pod>>(cluster, `${podsPath}?continue=${body.metadata.continue}`);
    expect(rest.body.items).toHaveLength(2);
  });

  test('reads an exact older version, and refuses versions that have not been yet', async () => {
    const cluster = await clusterWithPods(3);
    const { body: before } = await ask<List<Pod>>(cluster, podsPath);
    const version = before.metadata.resourceVersion;
    await cluster.remove('prod', 'payments-api');

    const exact = await ask<List<Pod>>(
      cluster,
      `${podsPath}?resourceVersion=${version}&resourceVersionMatch=Exact`,
    );
    const future = await ask<Status>(cluster, `${podsPath}?resourceVersion=99999999`);

    expect(exact.body.items.map((pod) => pod.metadata.resourceVersion)).toEqual(
      before.items.map((pod) => pod.metadata.resourceVersion),
    );
    expect([future.code, future.body.reason]).toEqual([504, 'Timeout']);
    expect(future.body.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
  });

  test.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [
      'resourceVersionMatch=Exact&resourceVersion=0',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    ['sendInitialEvents=true', 'sendInitialEvents is forbidden for list'],
    [
      'watch=1&sendInitialEvents=true',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      'watch=1&resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
  ])('refuses the combination %s with 422', async (query, detail) => {
    const cluster = await startCluster();

    const { code, body } = await ask<Status>(cluster, `${podsPath}?${query}`);

    expect([code, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toContain(`ListOptions.meta.k8s.io "" is invalid: `);
    expect(body.message).toContain(detail);
  });

  test('ignores limit for resourceVersion=0, as the watch cache does', async () => {
    const cluster = await clusterWithPods(3);

    const { body } = await ask<List<Pod>>(cluster, `${podsPath}?limit=1&resourceVersion=0`);

    expect(body.items).toHaveLength(3);
    expect(body.metadata.continue).toBeUndefined();
  });
});
