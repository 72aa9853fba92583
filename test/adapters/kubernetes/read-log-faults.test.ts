import { afterEach, describe, expect, it } from 'vitest';
import { createConnection } from '../../../src/adapters/kubernetes/connection.ts';
import { createLogSource } from '../../../src/adapters/kubernetes/read-log.ts';
import { type ApiExchange, type ApiServer, sendStatus, startApiServer } from './api-server.ts';
import { clock } from './listening.ts';

let server: ApiServer;

afterEach(() => server.close());

const where = {
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' } as const,
  pod: 'payments-api-1',
  container: 'api',
};

async function source(answer: (exchange: ApiExchange) => void, timeoutMs = 5_000) {
  server = await startApiServer(answer);
  const connection = createConnection({
    cluster: 'prod-eu',
    options: { kind: 'server', url: server.url },
    clock,
  });
  return createLogSource({ connection, limits: { timeoutMs } });
}

const asksForFew = ({ url }: ApiExchange) => url.searchParams.get('tailLines') === '30';

/** The lines of a card and of a file. */
async function linesOf(logs: Awaited<ReturnType<typeof source>>) {
  const result = await logs.readLog(where);
  if (result.kind !== 'log') expect.fail(result.because);
  return { tail: result.tail.lines, full: result.full.lines, isCut: result.tail.isCut };
}

describe('a log that breaks off', () => {
  it('is read again for its last lines, which tell the cause', async () => {
    const logs = await source((exchange) => {
      if (asksForFew(exchange)) exchange.response.end('closing\nfatal: cannot start\n');
      else exchange.response.write('starting\nstill starting\n');
    }, 500);

    const { tail, isCut } = await linesOf(logs);

    expect(tail).toEqual(['closing', 'fatal: cannot start']);
    expect(isCut).toBe(false);
    expect(server.exchanges).toHaveLength(2);
  });

  it('is shown as far as it came when it breaks off again', async () => {
    const logs = await source(({ response }) => response.write('starting\nstill starting\n'), 500);

    const { tail, isCut } = await linesOf(logs);

    expect(tail).toEqual(['starting', 'still starting']);
    expect(isCut).toBe(true);
  });

  it('is shown as far as it came when there is no second answer', async () => {
    const logs = await source((exchange) => {
      if (asksForFew(exchange)) return sendStatus(exchange.response, 500, 'no');
      exchange.response.write('starting\n');
      setTimeout(() => exchange.response.destroy(), 20);
    });

    expect(await linesOf(logs)).toMatchObject({ tail: ['starting'], isCut: true });
  });

  it('in the middle of a character has a mark there', async () => {
    const bytes = new TextEncoder().encode('starting\nError: déjà vu');
    const logs = await source(({ response }) => {
      response.write(bytes.subarray(0, 18));
      setTimeout(() => response.destroy(), 20);
    });

    expect(await linesOf(logs)).toMatchObject({ tail: ['starting', 'Error: d\ufffd'], isCut: true });
  });

  it('because it never ends is read for its last lines', async () => {
    const logs = await source((exchange) => {
      const { response } = exchange;
      if (asksForFew(exchange)) {
        response.end('fatal\n');
        return;
      }
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(500_000)));
      };
      response.on('drain', more);
      more();
    });

    expect(await linesOf(logs)).toMatchObject({ tail: ['fatal'] });
  });
});

describe('a log that is no text', () => {
  it('in another encoding is shown with marks', async () => {
    const latin = Buffer.from('d\xe9marrage\nconnexion refus\xe9e\n', 'latin1');
    const logs = await source(({ response }) => response.end(latin));

    expect(await linesOf(logs)).toMatchObject({ tail: ['d\ufffdmarrage', 'connexion refus\ufffde'] });
  });

  it('is told in its place', async () => {
    const binary = Buffer.concat([Buffer.alloc(5_000, 0), Buffer.from('\nfatal: corrupt state\n')]);
    const logs = await source(({ response }) => response.end(binary));

    expect(await linesOf(logs)).toMatchObject({
      tail: ['[binary, 5000 bytes]', 'fatal: corrupt state'],
      full: ['[binary, 5000 bytes]', 'fatal: corrupt state'],
    });
  });

  it('with characters cut between two pieces is whole', async () => {
    const bytes = new TextEncoder().encode('⚓ sinking 🚢\n');
    const logs = await source(async ({ response }) => {
      for (const byte of bytes) {
        response.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });

    expect(await linesOf(logs)).toMatchObject({ full: ['⚓ sinking 🚢'] });
  });
});

describe('a log that is refused', () => {
  const forbidden =
    'pods "x" is forbidden: User "s" cannot get resource "pods/log" in API group "" in the namespace "prod"';

  it.each([
    [403, forbidden, { code: 'kubernetes-forbidden', rule: 'get pods/log in namespace prod' }],
    [401, 'Unauthorized', { code: 'kubernetes-unauthorized' }],
    [429, 'too many requests', { code: 'kubernetes-throttled', retryAfterMs: 7_000 }],
    [500, 'etcdserver: request timed out', { code: 'kubernetes-unavailable' }],
    [503, 'the server is currently unable to handle the request', { code: 'kubernetes-unavailable' }],
  ])('with %i is an error that says what it is', async (status, message, expected) => {
    const logs = await source(({ response }) => {
      if (status === 429) response.setHeader('retry-after', '7');
      sendStatus(response, status, message);
    });

    await expect(logs.readLog(where)).rejects.toMatchObject(expected);
  });

  it.each([
    ['never answers', () => undefined, 'kubernetes-timeout'],
    ['hangs up', ({ response }: ApiExchange) => response.destroy(), 'kubernetes-unreachable'],
    [
      'hangs up after its headers',
      ({ response }: ApiExchange) => {
        response.flushHeaders();
        setTimeout(() => response.destroy(), 20);
      },
      'kubernetes-unreachable',
    ],
  ])('by a server that %s is an error, and leaves room for the next', async (_what, answer, code) => {
    let isWell = false;
    const logs = await source((exchange) => {
      if (isWell) exchange.response.end('fatal\n');
      else answer(exchange);
    }, 400);

    const failures = await Promise.allSettled(Array.from({ length: 8 }, () => logs.readLog(where)));
    isWell = true;
    const { tail } = await linesOf(logs);

    expect(failures.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(
      Array.from({ length: 8 }, () => code),
    );
    expect(tail).toEqual(['fatal']);
  });

  it('has no secret in the words of the API server', async () => {
    const logs = await source(({ response }) => sendStatus(response, 400, 'no log: password=hunter2'));

    const result = await logs.readLog(where);

    expect(JSON.stringify(result)).toContain('password=[hidden: password]');
  });
});
