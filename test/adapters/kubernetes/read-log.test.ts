import { afterEach, describe, expect, it } from 'vitest';
import { createConnection } from '../../../src/adapters/kubernetes/connection.ts';
import { createLogSource, type LogLimits } from '../../../src/adapters/kubernetes/read-log.ts';
import { type ApiExchange, type ApiServer, sendStatus, startApiServer } from './api-server.ts';
import { clock } from './listening.ts';

let server: ApiServer;

afterEach(() => server.close());

const where = {
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' } as const,
  pod: 'payments-api-1',
  container: 'api',
};

async function source(answer: (exchange: ApiExchange) => void, limits: Partial<LogLimits> = {}) {
  server = await startApiServer(answer);
  const connection = createConnection({
    cluster: 'prod-eu',
    options: { kind: 'server', url: server.url },
    clock,
  });
  return createLogSource({ connection, limits });
}

const isPrevious = ({ url }: ApiExchange) => url.searchParams.get('previous') === 'true';

describe('reading a log', () => {
  it('prefers the instance that crashed', async () => {
    const logs = await source((exchange) => {
      exchange.response.end(isPrevious(exchange) ? 'fatal: cannot start\n' : 'starting\n');
    });

    const result = await logs.readLog(where);

    const tail = { lines: ['fatal: cannot start'], isPrevious: true, isCut: false };
    const full = { lines: ['fatal: cannot start'], leftOut: 0, mayBeginEarlier: false, hidden: [] };
    expect(result).toEqual({ kind: 'log', tail, full });
    expect(server.exchanges[0]?.url.search).toBe('?container=api&tailLines=8192&previous=true');
    expect(server.exchanges).toHaveLength(1);
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
    expect(result.kind === 'log' && result.full.lines.map((line) => line.length)).toEqual([8, 16_000, 19]);
  });

  it('prefers the instance that runs where that is asked for', async () => {
    const logs = await source((exchange) => {
      exchange.response.end(isPrevious(exchange) ? 'crashed a week ago\n' : 'waiting for db:5432\n');
    });

    const result = await logs.readLog({ ...where, instance: 'running' });

    expect(result).toMatchObject({
      kind: 'log',
      tail: { lines: ['waiting for db:5432'], isPrevious: false },
    });
    expect(server.exchanges).toHaveLength(1);
  });

  it('takes the instance before where the one that runs has said nothing yet', async () => {
    const logs = await source((exchange) => {
      exchange.response.end(isPrevious(exchange) ? 'fatal\n' : '\n\n');
    });

    const result = await logs.readLog({ ...where, instance: 'running' });

    expect(result).toMatchObject({ kind: 'log', tail: { lines: ['fatal'], isPrevious: true } });
  });

  it('says when no instance wrote anything', async () => {
    const logs = await source((exchange) => {
      if (isPrevious(exchange)) sendStatus(exchange.response, 400, 'previous terminated container not found');
      else exchange.response.end('');
    });

    expect(await logs.readLog(where)).toEqual({ kind: 'none', because: 'The container wrote no log.' });
    expect(await logs.readLog({ ...where, instance: 'running' })).toEqual({
      kind: 'none',
      because: 'The container wrote no log.',
    });
  });

  it('keeps as much of a long log as a file takes, and counts what is left out', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `line ${index} ${'x'.repeat(80)}`);
    const logs = await source(({ response }) => response.end(`${lines.join('\n')}\n`), { maxBytes: 65_536 });

    const result = await logs.readLog(where);

    if (result.kind !== 'log') expect.fail(result.because);
    const { full, tail } = result;
    expect(full.lines.length + full.leftOut).toBe(3_000);
    expect(full.lines.at(-1)).toBe(lines.at(-1));
    expect(full.lines.join('\n').length).toBeLessThanOrEqual(65_536);
    expect(tail.lines).toEqual(lines.slice(-30));
    // 2,048 lines were asked for, and as many came: there may be more.
    expect(full.mayBeginEarlier).toBe(true);
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

  it('has as many in flight as is configured, also after some that failed', async () => {
    let open = 0;
    let most = 0;
    const logs = await source(
      ({ response, url }) => {
        open += 1;
        most = Math.max(most, open);
        response.on('close', () => {
          open -= 1;
        });
        if (url.pathname.includes('pod-1')) response.destroy();
        else setTimeout(() => response.end('line\n'), 5);
      },
      { fetches: 2 },
    );

    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => logs.readLog({ ...where, pod: `pod-${index}` })),
    );

    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(11);
    expect(most).toBeLessThanOrEqual(3);
  });
});
