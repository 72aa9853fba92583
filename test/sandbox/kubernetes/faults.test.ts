import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { ask, nextWrite, patchWith, payments, paymentsPath, startCluster } from './harness.ts';
import { openWatch } from './watching.ts';

const podsPath = '/api/v1/namespaces/prod/pods';

describe('faults', () => {
  test('answer the next matching requests with an error, then no more', async () => {
    const cluster = await startCluster();
    cluster.faults.next({ match: ({ path }) => path === podsPath, status: 429, retryAfter: 3, times: 2 });

    const other = await ask<Status>(cluster, '/api/v1/nodes');
    const codes = [];
    const first = await ask<Status>(cluster, podsPath);
    for (let count = 0; count < 2; count += 1) codes.push((await ask(cluster, podsPath)).code);

    expect(other.code).toBe(200);
    expect([first.code, first.body.reason, first.headers.get('retry-after')]).toEqual([
      429,
      'TooManyRequests',
      '3',
    ]);
    expect(codes).toEqual([429, 200]);
  });

  test('end and reset watches', async () => {
    const cluster = await startCluster();
    const ended = await openWatch(cluster, `${podsPath}?watch=1`);
    cluster.faults.endWatches();
    const reset = await openWatch(cluster, `${podsPath}?watch=1`);
    cluster.faults.dropWatches();

    expect(await ended.next()).toBeUndefined();
    await expect(reset.next()).rejects.toThrow();
  });

  test('tell every resume 410 once the history is forgotten', async () => {
    const cluster = await startCluster();
    const { body } = await ask<{ metadata: { resourceVersion: string } }>(cluster, podsPath);
    cluster.faults.expireHistory();

    const watch = await openWatch(
      cluster,
      `${podsPath}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );

    expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });

  test('put errors and nonsense into open watches', async () => {
    const cluster = await startCluster();
    const watch = await openWatch(cluster, `${podsPath}?watch=1`);

    cluster.faults.errorInWatches(500);
    cluster.faults.malformedLine();

    expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 500 } });
    const text = await watch.nextText();
    expect(() => JSON.parse(text ?? '')).toThrow(SyntaxError);
  });

  test('freeze everything, and a thawed watch catches up', async () => {
    const cluster = await startCluster();
    const watch = await openWatch(cluster, '/apis/apps/v1/deployments?watch=1');
    cluster.faults.freeze();
    await cluster.deploy(payments('v1', { paused: true }));

    const request = fetch(`${cluster.url}${podsPath}`, { signal: AbortSignal.timeout(100) });
    await expect(request).rejects.toThrow();
    cluster.faults.thaw();

    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'payments-api' } },
    });
    expect((await ask(cluster, podsPath)).code).toBe(200);
  });

  test('leave open watches half-open, and serve those that follow', async () => {
    const cluster = await startCluster();
    const abandoned = await openWatch(cluster, '/apis/apps/v1/deployments?watch=1');
    cluster.faults.abandonWatches();
    const fresh = await openWatch(cluster, '/apis/apps/v1/deployments?watch=1');
    await cluster.deploy(payments('v1', { paused: true }));

    const silence = Promise.race([abandoned.next(), fresh.next().then(() => 'silent' as const)]);

    expect(await silence).toBe('silent');
  });

  test('end when they are cleared', async () => {
    const cluster = await startCluster();
    const reader = ({ userAgent }: { userAgent: string }) => userAgent === 'reader';
    const as = (userAgent: string) => ask(cluster, podsPath, { headers: { 'user-agent': userAgent } });
    cluster.faults.next({ match: reader, status: 503, times: 9 });

    const struck = [(await as('other')).code, (await as('reader')).code];
    cluster.faults.freeze();
    cluster.faults.clear();

    expect(struck).toEqual([200, 503]);
    expect((await as('reader')).code).toBe(200);
  });

  test('refuse every connection, and reset those that are open', async () => {
    const cluster = await startCluster();
    const watch = await openWatch(cluster, `${podsPath}?watch=1`);
    cluster.faults.refuse(true);

    await expect(watch.next()).rejects.toThrow();
    await expect(fetch(`${cluster.url}${podsPath}`)).rejects.toThrow();
    cluster.faults.refuse(false);

    expect((await ask(cluster, podsPath)).code).toBe(200);
  });

  test('apply a patch and never answer it', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { paused: true }));
    cluster.faults.hangAfterPatch();
    const scaled = nextWrite(cluster, ({ object }) => (object as Deployment).spec?.replicas === 7);

    const patch = {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: '{"spec":{"replicas":7}}',
    };
    const hanging = fetch(`${cluster.url}${paymentsPath}`, { ...patch, signal: AbortSignal.timeout(300) });
    await expect(hanging).rejects.toThrow();

    expect((await scaled).type).toBe('MODIFIED');
    expect((await patchWith(cluster, 'merge', paymentsPath, {})).code).toBe(200);
  });
});

describe('the request log', () => {
  test('keeps what was asked and how it was answered', async () => {
    const cluster = await startCluster();

    await ask(cluster, '/api/v1/pods?limit=1', { headers: { 'user-agent': 'shipmate/0.1.0' } });
    await ask(cluster, '/api/v1/nodes/nope');

    expect(cluster.requests.map(({ method, path, query, status }) => [method, path, query, status])).toEqual([
      ['GET', '/api/v1/pods', 'limit=1', 200],
      ['GET', '/api/v1/nodes/nope', '', 404],
    ]);
    expect(cluster.requests[0]?.userAgent).toBe('shipmate/0.1.0');
  });
});

describe('what is watched', () => {
  test('is what somebody is told of', async () => {
    const cluster = await startCluster();
    const told: string[] = [];
    cluster.onWatch(() => told.push(cluster.watched().join()));

    await openWatch(cluster, '/api/v1/pods?watch=1');
    await openWatch(cluster, '/apis/apps/v1/deployments?watch=1');
    cluster.faults.freeze();
    cluster.faults.thaw();
    cluster.faults.abandonWatches();

    expect(told).toEqual(['pods', 'pods,deployments', '', 'pods,deployments', 'deployments', '']);
  });
});

describe('close', () => {
  test('ends open watches and frees the port', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { behaviour: 'crashing' }));
    const watch = await openWatch(cluster, `${podsPath}?watch=1`);
    const { port } = new URL(cluster.url);

    await cluster.close();
    const again = await startCluster({ port: Number(port) });

    await expect(watch.until(() => false)).rejects.toThrow();
    expect(again.url).toBe(cluster.url);
  });
});
