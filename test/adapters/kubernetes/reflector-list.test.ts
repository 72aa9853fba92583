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

describe('the first state', () => {
  it('comes as a streamed list', async () => {
    for (const index of [0, 1, 2]) put(index);

    const { untilState, state } = start();
    await untilState(({ isSynced }) => isSynced);

    expect(queries()).toHaveLength(1);
    expect(Object.fromEntries(queries()[0] ?? [])).toMatchObject({
      watch: 'true',
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
    });
    expect(state()).toMatchObject({ objects: 3, relists: 0, restarts: 0, decodeErrors: 0 });
  });

  it.each(['refused', 'ignored'] as const)(
    'comes in pages where streamed lists are %s',
    async (watchList) => {
      cluster.watchList = watchList;
      for (let index = 0; index < 1_201; index += 1) put(index);

      const { untilState, state } = start({ timing: { initialIdleMs: 100 } });
      await untilState(({ isSynced }) => isSynced);
      put(5_000);
      await reflecting.until(has(5_000));

      const pages = queries().filter((query) => query.get('watch') === null);
      expect(pages.map((query) => [query.get('limit'), query.get('continue')])).toEqual([
        ['500', null],
        ['500', '500'],
        ['500', '1000'],
      ]);
      expect(state().objects).toBe(1_202);
    },
  );

  it('starts over in one piece when a page has expired', async () => {
    cluster.watchList = 'refused';
    for (let index = 0; index < 600; index += 1) put(index);
    cluster.intercept = ({ url, response }) => {
      if (!url.searchParams.has('continue')) return false;
      sendStatus(response, 410, 'The provided continue parameter is too old');
      return true;
    };

    const { untilState, state } = start();
    await untilState(({ isSynced }) => isSynced);

    expect(state().objects).toBe(600);
  });

  it('is waited for as long as the server is away', async () => {
    let refusals = 3;
    cluster.intercept = ({ response }) => {
      refusals -= 1;
      if (refusals < 0) return false;
      response.destroy();
      return true;
    };
    put(0);

    const { until, state } = start();
    await until(has(0));

    expect(cluster.server.exchanges.length).toBeGreaterThan(3);
    expect(state().failure).toBeUndefined();
  });

  it('leaves out what is not wanted, and what has no identity', async () => {
    put(0);
    put(1);
    cluster.put('pods', { metadata: { uid: '', namespace: 'prod', name: '' } });

    const { untilState, state, view } = start({ isWanted: ({ name }) => name === podName(1) });
    await untilState(({ isSynced }) => isSynced);

    expect([...view.keys()]).toEqual([podName(1)]);
    expect(state()).toMatchObject({ objects: 1, decodeErrors: 1 });
  });

  it('is of one namespace where only one is watched', async () => {
    put(0);

    const { untilState } = start({ namespace: 'prod' });
    await untilState(({ isSynced }) => isSynced);

    expect(cluster.server.exchanges[0]?.url.pathname).toBe('/api/v1/namespaces/prod/pods');
  });
});
