import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, createConnection } from '../../../src/adapters/kubernetes/connection.ts';
import type { ConnectionOptions } from '../../../src/adapters/kubernetes/connection-options.ts';
import { type ApiExchange, type ApiServer, sendJson, sendStatus, startApiServer } from './api-server.ts';
import { clock } from './listening.ts';

let server: ApiServer;
let answer: (exchange: ApiExchange) => void;
let connection: Connection;
let directory: string;

beforeEach(async () => {
  answer = ({ response }) => sendJson(response, 200, { fine: true });
  server = await startApiServer((exchange) => answer(exchange));
  directory = await mkdtemp(join(tmpdir(), 'shipmate-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await connection.close();
  await server.close();
  await rm(directory, { recursive: true });
});

function connect(options: ConnectionOptions) {
  connection = createConnection({ cluster: 'prod-eu', options, clock });
  return connection;
}

const ask = (timeoutMs = 2_000) =>
  connection.json({ path: '/api/v1/pods', asked: 'list pods in namespace prod', timeoutMs });

async function write(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

function kubeconfig(token: string): string {
  return `apiVersion: v1
kind: Config
current-context: other
clusters: [{ name: here, cluster: { server: '${server.url}/' } }]
users: [{ name: me, user: { token: ${token} } }]
contexts: [{ name: prod, context: { cluster: here, user: me } }]
`;
}

const tokens = () => server.exchanges.map(({ request }) => request.headers.authorization);

describe('a connection', () => {
  it('sends the token over connections that are kept', async () => {
    connect({ kind: 'server', url: server.url, token: 'one' });

    for (let round = 0; round < 6; round += 1) await ask();

    expect(new Set(tokens())).toEqual(new Set(['Bearer one']));
    // The answer is read a moment before its connection is free again.
    expect(new Set(server.exchanges.map(({ request }) => request.socket.remotePort)).size).toBeLessThan(3);
  });

  it('takes server and token of the context in a kubeconfig', async () => {
    connect({ kind: 'kubeconfig', path: await write('config', kubeconfig('abc')), context: 'prod' });

    await ask();

    expect(tokens()).toEqual(['Bearer abc']);
    expect(server.exchanges[0]?.url.pathname).toBe('/api/v1/pods');
  });

  it('says where it looked for a kubeconfig when there is none', async () => {
    vi.stubEnv('KUBECONFIG', '');
    vi.stubEnv('HOME', directory);
    connect({ kind: 'kubeconfig' });

    await expect(ask()).rejects.toMatchObject({
      code: 'kubernetes-credentials',
      message: expect.stringContaining(
        `no kubeconfig found; looked at KUBECONFIG, which is not set, and at ${join(directory, '.kube', 'config')}.`,
      ),
    });
  });

  it.each<[string, (path: string) => ConnectionOptions]>([
    ['the configuration', (path) => ({ kind: 'kubeconfig', path })],
    [
      'KUBECONFIG',
      (path) => {
        vi.stubEnv('KUBECONFIG', path);
        return { kind: 'kubeconfig' };
      },
    ],
  ])('says that the kubeconfig that %s names does not exist', async (_what, options) => {
    const path = join(directory, 'nothing-here');
    connect(options(path));

    await expect(ask()).rejects.toMatchObject({
      code: 'kubernetes-credentials',
      message: expect.stringMatching(new RegExp(`: no kubeconfig found; looked at ${path}$`)),
    });
  });

  it('reads a rotated token again and tries once more', async () => {
    const tokenFile = await write('token', 'old\n');
    connect({ kind: 'server', url: server.url, tokenFile });
    await ask();
    await writeFile(tokenFile, 'new\n');
    answer = ({ request, response }) => {
      if (request.headers.authorization === 'Bearer new') sendJson(response, 200, {});
      else sendStatus(response, 401, 'Unauthorized');
    };

    await ask();

    expect(tokens()).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  it('says what to check when the token stays wrong, without the token', async () => {
    connect({ kind: 'server', url: server.url, token: 'hush' });
    answer = ({ response }) => sendStatus(response, 401, 'Unauthorized');

    const failure = await ask().catch((error: unknown) => error);

    expect(failure).toMatchObject({
      code: 'kubernetes-unauthorized',
      message:
        'Cluster prod-eu does not accept the credentials. Check the configured token: it may have expired or belong to another cluster.',
    });
    expect(JSON.stringify(failure)).not.toContain('hush');
    expect(server.exchanges).toHaveLength(2);
  });

  it.each([
    ['kubernetes-bad-request', 400, 'PermanentError'],
    ['kubernetes-forbidden', 403, 'PermanentError'],
    ['kubernetes-not-found', 404, 'PermanentError'],
    ['kubernetes-expired', 410, 'PermanentError'],
    ['kubernetes-invalid', 422, 'PermanentError'],
    ['kubernetes-throttled', 429, 'TransientError'],
    ['kubernetes-unavailable', 500, 'TransientError'],
    ['kubernetes-unavailable', 503, 'TransientError'],
  ])('has the code %s for %i', async (code, status, name) => {
    connect({ kind: 'server', url: server.url });
    answer = ({ response }) => response.writeHead(status, { 'retry-after': '7' }).end('<html>');

    const failure = ask();

    await expect(failure).rejects.toMatchObject({ code, name });
    if (status === 429) await expect(failure).rejects.toMatchObject({ retryAfterMs: 7_000 });
    if (status === 403) await expect(failure).rejects.toMatchObject({ rule: 'list pods in namespace prod' });
  });

  it('says that nobody listens', async () => {
    connect({ kind: 'server', url: 'http://127.0.0.1:1' });

    await expect(ask()).rejects.toMatchObject({
      code: 'kubernetes-unreachable',
      outcome: 'not-done',
      message: expect.stringMatching(/^Cluster prod-eu cannot be reached at http:\/\/127\.0\.0\.1:1: /),
    });
  });

  it.each([
    ['never begins', () => undefined],
    ['never ends', ({ response }: ApiExchange) => response.write('{')],
  ])('gives up on an answer that %s', async (_what, slow) => {
    connect({ kind: 'server', url: server.url });
    answer = slow;

    await expect(ask(150)).rejects.toMatchObject({ code: 'kubernetes-timeout', outcome: 'unknown' });
  });

  it('says that an answer is no JSON', async () => {
    connect({ kind: 'server', url: server.url });
    answer = ({ response }) => response.end('<html>a proxy</html>');

    await expect(ask()).rejects.toMatchObject({ code: 'kubernetes-unreadable' });
  });

  it.each<[string, () => ConnectionOptions | Promise<ConnectionOptions>]>([
    ['a kubeconfig that is not there', () => ({ kind: 'kubeconfig', path: '/no/such/config' })],
    [
      'a context that is not there',
      async () => ({
        kind: 'kubeconfig',
        path: await write('config', kubeconfig('abc')),
        context: 'staging',
      }),
    ],
    ['a kubeconfig that is no YAML', async () => ({ kind: 'kubeconfig', path: await write('config', '{[') })],
    ['an empty kubeconfig', async () => ({ kind: 'kubeconfig', path: await write('config', '') })],
    [
      'a token file that is not there',
      () => ({ kind: 'server', url: server.url, tokenFile: '/no/such/token' }),
    ],
    ['a CA file that is not there', () => ({ kind: 'server', url: server.url, caFile: '/no/such/ca' })],
  ])('names %s', async (_what, options) => {
    connect(await options());

    await expect(ask()).rejects.toMatchObject({
      code: 'kubernetes-credentials',
      message: expect.stringMatching(/^Cannot read the cluster's credentials \(/),
    });
  });

  it('goes on once the credentials can be read', async () => {
    const path = join(directory, 'config');
    connect({ kind: 'kubeconfig', path, context: 'prod' });
    await expect(ask()).rejects.toMatchObject({ code: 'kubernetes-credentials' });

    await writeFile(path, kubeconfig('abc'));
    const answered = await ask();

    expect(answered).toEqual({ fine: true });
  });
});
