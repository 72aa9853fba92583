import { describe, expect, test } from 'vitest';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import {
  ask,
  deployGood,
  type List,
  nextWrite,
  patchWith,
  payments,
  paymentsPath,
  startCluster,
} from './harness.ts';
import { openWatch } from './watching.ts';

const podsPath = '/api/v1/namespaces/prod/pods';
const deploymentsPath = '/apis/apps/v1/namespaces/prod/deployments';

describe('watch', () => {
  test('without a version starts with what is there and goes on with changes', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });

    const watch = await openWatch(cluster, `${deploymentsPath}?watch=1`);
    const first = await watch.next();
    await cluster.scale('prod', 'payments-api', 2);
    const second = await watch.next();

    expect([first?.type, second?.type]).toEqual(['ADDED', 'MODIFIED']);
    expect(second?.object).toMatchObject({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      spec: { replicas: 2 },
    });
  });

  test('resumes after a version without gap or repeat', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const { body } = await ask<List<unknown>>(cluster, deploymentsPath);
    await patchWith(cluster, 'merge', paymentsPath, { metadata: { labels: { step: 'one' } } });
    await patchWith(cluster, 'merge', paymentsPath, { metadata: { labels: { step: 'two' } } });

    const watch = await openWatch(
      cluster,
      `${deploymentsPath}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );
    const seen = await watch.until((line) => line.object.metadata.labels?.['step'] === 'two');

    expect(seen[0]?.object.metadata.labels?.['step']).toBe('one');
    const versions = seen.map((line) => Number(line.object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((left, right) => left - right));
    expect(new Set(versions).size).toBe(versions.length);
  });

  test('turns leaving a selection into DELETED with the last state that matched', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { paused: true, labels: { tier: 'gold' } }));
    const watch = await openWatch(cluster, `${deploymentsPath}?watch=1&labelSelector=tier%3Dgold`);
    await watch.next();

    const { body } = await patchWith(cluster, 'merge', paymentsPath, {
      metadata: { labels: { tier: 'tin' } },
    });
    const seen = await watch.until((line) => line.type === 'DELETED');

    expect(seen.at(-1)?.object.metadata.labels?.['tier']).toBe('gold');
    expect(seen.at(-1)?.object.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });

  test('gives a deleted pod with the version of its deletion', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const { body } = await ask<List<{ metadata: { resourceVersion: string } }>>(cluster, podsPath);
    const watch = await openWatch(
      cluster,
      `${podsPath}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );

    await cluster.remove('prod', 'payments-api');
    const seen = await watch.until((line) => line.type === 'DELETED');

    expect(seen.map((line) => line.type)).toContain('MODIFIED');
    expect(seen.at(-1)?.object.metadata.deletionTimestamp).toBeDefined();
    expect(Number(seen.at(-1)?.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(body.metadata.resourceVersion),
    );
  });

  test('sends bookmarks only to those who ask', async () => {
    const cluster = await startCluster({ bookmarkIntervalMs: 50 });

    const watch = await openWatch(cluster, `${podsPath}?watch=1&allowWatchBookmarks=true`);
    const line = await watch.next();
    const plain = await openWatch(cluster, `${podsPath}?watch=1&timeoutSeconds=1`);

    expect(line?.type).toBe('BOOKMARK');
    expect(line?.object).toMatchObject({ kind: 'Pod', apiVersion: 'v1' });
    expect(Number(line?.object.metadata.resourceVersion)).toBeGreaterThan(1000);
    expect(await plain.next()).toBeUndefined();
  });

  test('streams a list and marks its end', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 3 });

    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watch = await openWatch(cluster, `${podsPath}?${query}`);
    const seen = await watch.until((line) => line.type === 'BOOKMARK');

    expect(seen.map((line) => line.type)).toEqual(['ADDED', 'ADDED', 'ADDED', 'BOOKMARK']);
    expect(seen.at(-1)?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  test('refuses streamed lists where the feature is off', async () => {
    const cluster = await startCluster({ watchList: false });

    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
    const { code, body } = await ask<Status>(cluster, `${podsPath}?${query}`);

    expect(code).toBe(422);
    expect(body.message).toContain(
      'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
    );
  });

  test('tells a version older than the history in the stream, with HTTP 200', async () => {
    const cluster = await startCluster({ historyWindow: 5 });
    await deployGood(cluster, 'v1', { replicas: 2 });

    const watch = await openWatch(cluster, `${podsPath}?watch=1&resourceVersion=1001`);
    const line = await watch.next();

    expect(watch.status).toBe(200);
    expect(line).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(line?.object.message).toMatch(/^too old resource version: 1001 \(\d+\)$/);
    expect(await watch.next()).toBeUndefined();
  });

  test('sends nothing up to a version that has not been yet', async () => {
    const cluster = await startCluster();

    const watch = await openWatch(cluster, `${podsPath}?watch=1&resourceVersion=99999999&timeoutSeconds=1`);
    const running = nextWrite(cluster, ({ object }) => object.kind === 'Pod');
    await cluster.deploy(payments('v1', { replicas: 1 }));
    await running;

    expect(await watch.next()).toBeUndefined();
  });
});
