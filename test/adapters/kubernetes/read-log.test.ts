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

const isPrevious = ({ url }: ApiExchange) => url.searchParams.get('previous') === 'true';

describe('reading a log', () => {
  it('prefers the instance that crashed', async () => {
    const logs = await source((exchange) => {
      exchange.response.end(isPrevious(exchange) ? 'fatal: cannot start\n' : 'starting\n');
    });

    const result = await logs.readLog(where);

    const tail = { lines: ['fatal: cannot start'], isPrevious: true, isCut: false };
    expect(result).toEqual({ kind: 'log', tail });
    expect(server.exchanges[0]?.url.search).toBe('?container=api&tailLines=30&previous=true');
  });

  it('takes the current instance when there was none before', async () => {
    const logs = await source((exchange) => {
      if (!isPrevious(exchange)) exchange.response.end('starting\n');
      else sendStatus(exchange.response, 400, 'previous terminated container "api" in pod "x" not found');
    });

    const result = await logs.readLog(where);

    expect(result).toMatchObject({ kind: 'log', tail: { lines: ['starting'], isPrevious: false } });
  });

  it('takes the current instance when the runtime has removed the previous log', async () => {
    const logs = await source((exchange) => {
      const refusal = 'unable to retrieve container logs for containerd://abc';
      exchange.response.end(isPrevious(exchange) ? refusal : 'starting\n');
    });

    const result = await logs.readLog(where);

    expect(result).toMatchObject({ kind: 'log', tail: { lines: ['starting'] } });
  });

  it.each([
    [
      400,
      'container "api" in pod "payments-api-1" is waiting to start: CreateContainerConfigError',
      'Container api has not started (CreateContainerConfigError), so it has no log.',
    ],
    [404, 'pods "payments-api-1" not found', 'Pod payments-api-1 is gone, and its log with it.'],
  ])('says why there is none: %i', async (status, message, because) => {
    const logs = await source(({ response }) => sendStatus(response, status, message));

    const result = await logs.readLog(where);

    expect(result).toEqual({ kind: 'none', because });
  });

  it('says that the pod has not been scheduled', async () => {
    const logs = await source(({ response }) => response.writeHead(204).end());

    const result = await logs.readLog(where);

    expect(result).toEqual({
      kind: 'none',
      because: 'Pod payments-api-1 has no node yet, so it has no log.',
    });
  });

  it('keeps the lines around a giant one, in little memory', async () => {
    const logs = await source(({ response }) => {
      response.write('starting\n');
      for (let part = 0; part < 100; part += 1) response.write('x'.repeat(100_000));
      response.end('\nfatal: cannot start\n');
    });

    const result = await logs.readLog(where);

    expect(result).toMatchObject({ kind: 'log', tail: { isCut: true } });
    const lines = result.kind === 'log' ? result.tail.lines : [];
    expect(lines.map((line) => line.length)).toEqual([8, 1_000, 19]);
    expect(lines.at(-1)).toBe('fatal: cannot start');
  });

  it('keeps what was read when the rest does not come in time', async () => {
    const logs = await source(({ response }) => response.write('starting\nstill starting\n'), 800);

    const result = await logs.readLog(where);

    expect(result).toMatchObject({
      kind: 'log',
      tail: { lines: ['starting', 'still starting'], isCut: true },
    });
  });

  it('stops reading a log that never ends', async () => {
    const logs = await source(({ response }) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(500_000)));
      };
      response.on('drain', more);
      more();
    });

    const result = await logs.readLog(where);

    expect(result).toMatchObject({ kind: 'log', tail: { isCut: true } });
  });

  it('has at most five requests in flight', async () => {
    let open = 0;
    let most = 0;
    const logs = await source(({ response }) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('line\n');
      }, 10);
    });

    const results = await Promise.all(Array.from({ length: 20 }, () => logs.readLog(where)));

    expect(results.every(({ kind }) => kind === 'log')).toBe(true);
    expect(most).toBe(5);
  });

  it('throws what an operator has to know', async () => {
    const logs = await source(({ response }) =>
      sendStatus(
        response,
        403,
        'pods "x" is forbidden: User "s" cannot get resource "pods/log" in API group "" in the namespace "prod"',
      ),
    );

    const failure = logs.readLog(where);

    await expect(failure).rejects.toMatchObject({
      code: 'kubernetes-forbidden',
      rule: 'get pods/log in namespace prod',
    });
  });
});
