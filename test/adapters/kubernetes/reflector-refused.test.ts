import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { podObject } from './objects.ts';
import { type Reflecting, type ReflectingOptions, reflectPods } from './reflecting.ts';

let cluster: FakeCluster;
let reflecting: Reflecting;
let directory: string;

beforeEach(async () => {
  cluster = await startFakeCluster();
  directory = await mkdtemp(join(tmpdir(), 'shipmate-'));
});

afterEach(async () => {
  await reflecting.stop();
  await cluster.server.close();
  await rm(directory, { recursive: true });
});

function start(options: Partial<ReflectingOptions> = {}) {
  reflecting = reflectPods({ connection: { kind: 'server', url: cluster.url }, ...options });
  return reflecting;
}

const put = (index: number) => cluster.put('pods', podObject({ index }));
const has = (index: number) => (view: ReadonlyMap<string, number>) => view.has(`payments-api-hash1-${index}`);

function breakWatches() {
  for (const { response } of cluster.watches) response.destroy();
}

/** From now on the API server lets in only who has this token. */
function letIn(token: string) {
  cluster.intercept = ({ request, response }) => {
    if (request.headers.authorization === `Bearer ${token}`) return false;
    sendStatus(response, 401, 'Unauthorized');
    return true;
  };
}

describe('a watch whose credentials change', () => {
  let tokenFile: string;

  beforeEach(async () => {
    put(0);
    tokenFile = join(directory, 'token');
    await writeFile(tokenFile, 'old');
    letIn('old');
  });

  it('goes on with the token that replaced the old one, and has nothing to complain of', async () => {
    const { untilState, until, state, lines } = start({
      connection: { kind: 'server', url: cluster.url, tokenFile },
    });
    await untilState(({ isSynced }) => isSynced);

    await writeFile(tokenFile, 'new');
    letIn('new');
    breakWatches();
    put(1);
    await until((view) => has(0)(view) && has(1)(view));

    expect(state()).toMatchObject({ relists: 0, objects: 2 });
    expect(state().failure).toBeUndefined();
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('says once that they are not accepted, keeps what it knows, and goes on when they are', async () => {
    const { untilState, until, state, lines, view } = start({
      connection: { kind: 'server', url: cluster.url, tokenFile },
    });
    await untilState(({ isSynced }) => isSynced);

    letIn('new');
    breakWatches();
    await untilState(({ failure }) => failure?.includes('credentials') === true);
    const asked = cluster.server.exchanges.length;
    await untilState(() => cluster.server.exchanges.length > asked + 4);
    const known = [...view.keys()];
    await writeFile(tokenFile, 'new');
    put(1);
    await until(has(1));

    expect(known).toEqual(['payments-api-hash1-0']);
    expect(state().failure).toBeUndefined();
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('a watch that the server ends with an ERROR', () => {
  const codes = [400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 504, 0, -1, '500', null, undefined];

  it.each(codes.map((code) => [code]))('of code %j still comes to know all', async (code) => {
    put(0);
    const { untilState, until, state } = start();
    await untilState(({ isSynced }) => isSynced);

    const object = { kind: 'Status', code, message: 'it is not to be' };
    for (const { response } of cluster.watches) {
      response.write(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    }
    await untilState(({ restarts }) => restarts > 0);
    put(1);
    cluster.remove('pods', 'payments-api-hash1-0-uid');
    await until((view) => has(1)(view) && !has(0)(view));
    await untilState(({ failure }) => failure === undefined);

    expect(state().objects).toBe(1);
  });
});

describe('a watch', () => {
  it('lets the server end it after four to five minutes, each at another time', async () => {
    const randoms = [0, 0.5, 0.999];
    start({ random: () => randoms.shift() ?? 0 });
    await reflecting.untilState(({ isSynced }) => isSynced);
    for (const restarts of [1, 2]) {
      breakWatches();
      await reflecting.untilState((state) => state.restarts >= restarts);
    }

    const asked = cluster.server.exchanges.map(({ url }) => Number(url.searchParams.get('timeoutSeconds')));
    expect(asked.every((seconds) => seconds >= 240 && seconds <= 300)).toBe(true);
    expect(new Set(asked).size).toBeGreaterThan(1);
  });

  it('is asked for again when the server takes the connection and never answers', async () => {
    put(0);
    let isSilent = true;
    cluster.intercept = () => isSilent;
    const { untilState, until } = start({ timing: { openTimeoutMs: 50 } });
    await untilState(({ failure }) => failure !== undefined);

    isSilent = false;
    await until(has(0));

    expect(cluster.server.exchanges.length).toBeGreaterThan(1);
  });

  it('that was never answered is silent since it began, not since 1970', () => {
    cluster.intercept = () => true;
    const before = Date.now();

    start();

    expect(reflecting.state()).toMatchObject({ isSynced: false });
    expect(reflecting.state().lastHeardAt).toBeGreaterThanOrEqual(before);
  });
});
