import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { podObject } from './objects.ts';
import { type Reflecting, type ReflectingOptions, reflectPods } from './reflecting.ts';

let cluster: FakeCluster;
let reflecting: Reflecting;

beforeEach(async () => {
  cluster = await startFakeCluster();
});

afterEach(async () => {
  await reflecting.stop();
  await cluster.server.close();
});

function start(options: Partial<ReflectingOptions> = {}) {
  reflecting = reflectPods({ connection: { kind: 'server', url: cluster.url }, ...options });
  return reflecting;
}

const podName = (index: number) => `payments-api-hash1-${index}`;
const put = (index: number, restarts = 0) => cluster.put('pods', podObject({ index, restarts }));
const has = (index: number) => (view: ReadonlyMap<string, number>) => view.has(podName(index));
const queries = () => cluster.server.exchanges.map(({ url }) => url.searchParams);

function breakWatches() {
  for (const { response } of cluster.watches) response.destroy();
}

describe('a watch that breaks', () => {
  beforeEach(async () => {
    put(0);
    put(1);
  });

  it('is resumed where it was, with nothing lost', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);

    breakWatches();
    put(2);
    cluster.remove('pods', `${podName(0)}-uid`);
    await until((view) => has(2)(view) && !has(0)(view));

    expect(state()).toMatchObject({ relists: 0, objects: 2 });
    expect(state().restarts).toBeGreaterThan(0);
    expect(queries().at(-1)?.get('resourceVersion')).toMatch(/^\d+$/);
  });

  it('lists again after 410, and finds what was deleted meanwhile', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);

    cluster.isMute = true;
    cluster.remove('pods', `${podName(0)}-uid`);
    put(2);
    cluster.isMute = false;
    cluster.expireHistory();
    breakWatches();
    await until((view) => has(2)(view) && !has(0)(view));

    expect(state()).toMatchObject({ relists: 1, objects: 2 });
  });

  it('is resumed after one ERROR event, and listed again after the second', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);
    const sendError = () => {
      const object = { kind: 'Status', code: 500, message: 'etcd is away' };
      for (const { response } of cluster.watches) {
        response.write(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      }
    };

    sendError();
    await untilState(({ restarts }) => restarts === 1);
    const { relists } = state();
    put(2);
    await until(has(2));
    cluster.intercept = ({ response }) => {
      if (state().relists > 0) return false;
      response.write(
        `${JSON.stringify({ type: 'ERROR', object: { code: 500, message: 'etcd is away' } })}\n`,
      );
      return true;
    };
    breakWatches();
    await untilState((now) => now.relists === 1 && now.failure === undefined);

    expect(relists).toBe(0);
    expect(reflecting.lines.map(({ message }) => message)).toContain('The cluster watch is interrupted');
  });

  it('passes over a malformed line without losing the event that it was', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);

    cluster.isMute = true;
    put(2);
    cluster.isMute = false;
    for (const { response } of cluster.watches) response.write('{"type":"ADDED","object":{"ki\n');
    await until(has(2));

    expect(state()).toMatchObject({ decodeErrors: 1, relists: 0 });
  });

  it('does not ask for ever for a line that stays malformed', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);
    cluster.intercept = ({ response, url }) => {
      if (url.searchParams.get('watch') !== 'true') return false;
      setImmediate(() => response.write('not json\n'));
      return false;
    };

    for (const { response } of cluster.watches) response.write('not json\n');
    await untilState(({ decodeErrors }) => decodeErrors >= 2);
    put(2);
    await until(has(2));

    expect(state()).toMatchObject({ decodeErrors: 2, restarts: 1 });
  });

  it('is noticed when it is half open: no word, no end', async () => {
    const { untilState, until, state } = start({ timing: { idleMs: 60 } });
    await untilState(({ isSynced }) => isSynced);

    cluster.isMute = true;
    put(2);
    await until(has(2));

    expect(state().restarts).toBeGreaterThan(0);
  });

  it('is not asked for in a tight loop when the server closes it at once', async () => {
    const { untilState, until } = start({ timing: { backOffBaseMs: 20, backOffCeilingMs: 1_000 } });
    await untilState(({ isSynced }) => isSynced);
    const before = cluster.server.exchanges.length;
    cluster.intercept = ({ response }) => {
      response.writeHead(200).end();
      return true;
    };

    breakWatches();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = cluster.server.exchanges.length - before;
    cluster.intercept = () => false;
    put(2);
    await until(has(2));

    expect(asked).toBeLessThan(12);
  });

  it('waits as long as the server asks for', async () => {
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);
    let refusedAt = 0;
    cluster.intercept = ({ response }) => {
      if (refusedAt > 0) return false;
      refusedAt = performance.now();
      response.setHeader('retry-after', '1');
      sendStatus(response, 429, 'too many requests');
      return true;
    };

    breakWatches();
    await untilState(({ failure }) => failure?.includes('slow down') === true);
    const said = state().failure;
    put(2);
    await until(has(2));

    expect(said).toBe('Cluster prod-eu asks to slow down: too many requests');
    expect(performance.now() - refusedAt).toBeGreaterThan(950);
  });

  it('says which rule is missing, and goes on once it is granted', async () => {
    const { untilState, until, state, lines } = start();
    await untilState(({ isSynced }) => isSynced);
    cluster.intercept = ({ response }) => {
      const message =
        'pods is forbidden: User "s" cannot watch resource "pods" in API group "" at the cluster scope';
      sendStatus(response, 403, message);
      return true;
    };

    breakWatches();
    await untilState(({ failure }) => failure?.includes('RBAC') === true);
    const said = state().failure;
    cluster.intercept = () => false;
    put(2);
    await until(has(2));

    expect(said).toBe(
      'Cluster prod-eu does not allow Shipmate to watch pods in all namespaces. Grant it by RBAC.',
    );
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('goes on when a listener throws', async () => {
    const { until, lines } = start({
      onUpsert: () => {
        throw new Error('listener failed');
      },
    });

    await until((view) => has(0)(view) && has(1)(view));
    put(2);
    await until(has(2));

    expect(lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(1);
  });

  it('leaves nothing open after stop, also in the middle of a reconnection', async () => {
    const { untilState, stop } = start();
    await untilState(({ isSynced }) => isSynced);

    breakWatches();
    await stop();
    const asked = cluster.server.exchanges.length;
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(cluster.server.exchanges.length).toBe(asked);
    expect(cluster.watches.size).toBe(0);
  });
});
