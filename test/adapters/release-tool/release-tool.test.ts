import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startApiServer } from '../kubernetes/api-server.ts';
import { wayBackContract } from '../way-back-contract.ts';
import { asked, executorFor, secret, setTool, startTool } from './setting.ts';

// Its protocol has no question that would not begin what it asks about.
wayBackContract('a release tool', setTool, { isBlind: true });

/** Asks a server that answers with this once. */
async function answered(status: number, body = '', headers: Record<string, string> = {}) {
  const server = await startApiServer(({ response }) => void response.writeHead(status, headers).end(body));
  onTestFinished(() => server.close());
  const result = await executorFor({ url: server.url })
    .carryOut(asked)
    .catch((error: unknown) => error);
  return { result, exchanges: server.exchanges };
}

describe('what a release tool is sent', () => {
  it('says what to do, for whom and why', async () => {
    const { exchanges } = await answered(202, '{"status":"accepted"}');

    const [{ request, body } = expect.fail()] = exchanges;
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'offer-1-1000',
    });
    expect(JSON.parse(body)).toEqual({
      action: 'rollback',
      key: 'offer-1-1000',
      service: 'payments-api',
      environment: 'prod',
      workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
      from: {
        label: 'v43',
        revision: 43,
        images: [{ container: 'api', image: 'registry.example/payments-api:v43' }],
      },
      target: {
        label: 'v42',
        revision: 42,
        images: [{ container: 'api', image: 'registry.example/payments-api:v42' }],
      },
      by: { name: 'Ada', slack: 'U0ADA' },
      reason: 'captures time out',
    });
  });

  it('is signed with its time, by each secret that may hold', async () => {
    const server = await startApiServer(({ response }) => void response.end('{"status":"running"}'));
    onTestFinished(() => server.close());

    await executorFor({ url: server.url, formerSecret: 'the-secret-before-it' }).carryOut(asked);

    const [{ request, body } = expect.fail()] = server.exchanges;
    const timestamp = request.headers['x-shipmate-timestamp'];
    const by = (each: string) =>
      `sha256=${createHmac('sha256', each).update(`${timestamp}.${body}`).digest('hex')}`;
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(5);
    expect(request.headers['x-shipmate-signature']).toBe(`${by(secret)},${by('the-secret-before-it')}`);
  });

  it('is taken by a tool that knows only the former secret', async () => {
    const tool = await startTool({ secret: 'the-secret-before-it' });

    const result = await executorFor({ url: tool.url, formerSecret: 'the-secret-before-it' }).carryOut(asked);

    expect(result).toEqual({ kind: 'waiting', for: 'release-tool' });
  });

  it('is the same text each time it is asked', async () => {
    const server = await startApiServer(({ response }) => void response.end('{"status":"running"}'));
    onTestFinished(() => server.close());
    const executor = executorFor({ url: server.url });

    await executor.carryOut(asked);
    await executor.carryOut(structuredClone(asked));

    expect(new Set(server.exchanges.map(({ body }) => body)).size).toBe(1);
  });
});

describe('what a release tool answers', () => {
  it.each([
    [202, '{"status":"accepted"}', { kind: 'waiting', for: 'release-tool' }],
    [
      200,
      '{"status":"running","url":"https://ships.example/7"}',
      { kind: 'waiting', for: 'release-tool', url: 'https://ships.example/7' },
    ],
    [200, '{"status":"running","url":"javascript:alert(1)"}', { kind: 'waiting', for: 'release-tool' }],
    [200, '{"status":"running","url":"no url"}', { kind: 'waiting', for: 'release-tool' }],
    [
      200,
      '{"status":"running","url":"https://ada:hunter2@ships.example/7"}',
      { kind: 'waiting', for: 'release-tool' },
    ],
    [200, '{"status":"done"}', { kind: 'applied' }],
    [
      200,
      '{"status":"refused","message":"frozen until Monday"}',
      { kind: 'refused-elsewhere', who: 'ships', said: 'frozen until Monday' },
    ],
    [200, '{"status":"refused"}', { kind: 'refused-elsewhere', who: 'ships', said: 'it did not say why' }],
    [409, '{"newer":"v44"}', { kind: 'refused', because: 'newer-revision' }],
    [409, '{"message":"busy"}', { kind: 'refused-elsewhere', who: 'ships', said: 'HTTP 409: busy' }],
    [404, '<h1>no</h1>', { kind: 'refused-elsewhere', who: 'ships', said: 'HTTP 404' }],
    [
      401,
      '{"message":"the signature does not match"}',
      {
        kind: 'forbidden',
        rule: 'release payments-api in prod through ships (HTTP 401: the signature does not match)',
      },
    ],
    [403, '', { kind: 'forbidden', rule: 'release payments-api in prod through ships (HTTP 403)' }],
  ])('%i %s', async (status, body, expected) => {
    const { result } = await answered(status, body);

    expect(result).toEqual(expected);
  });

  it.each([
    [503, ''],
    [500, '{"status":"done"}'],
    [408, ''],
    [200, ''],
    [200, 'ok'],
    [200, '[]'],
    [200, '{"status":"maybe"}'],
    [200, `{"status":"done","message":"${'x'.repeat(70_000)}"}`],
  ])('%i %.30s leaves it unknown', async (status, body) => {
    const { result } = await answered(status, body);

    expect(result).toMatchObject({
      name: 'TransientError',
      code: 'release-tool-unsettled',
      outcome: 'unknown',
    });
  });

  it('may ask for time, though not for more than half a minute', async () => {
    const { result } = await answered(429, '', { 'retry-after': '3600' });

    expect(result).toMatchObject({ name: 'TransientError', outcome: 'not-done', retryAfterMs: 30_000 });
  });

  it('is cut where it is longer than anybody reads', async () => {
    const { result } = await answered(200, JSON.stringify({ status: 'refused', message: 'x'.repeat(5_000) }));

    expect(result).toMatchObject({ kind: 'refused-elsewhere', said: 'x'.repeat(1_000) });
  });

  it('leads nowhere else: a redirect is not followed', async () => {
    const elsewhere = await startApiServer(({ response }) => void response.end('{"status":"done"}'));
    onTestFinished(() => elsewhere.close());

    const { result } = await answered(307, '', { location: elsewhere.url });

    expect(result).toEqual({
      kind: 'refused-elsewhere',
      who: 'ships',
      said: 'HTTP 307, a redirect, which is not followed',
    });
    expect(elsewhere.exchanges).toEqual([]);
  });
});

describe('a release tool that does not answer', () => {
  it('leaves it unknown when its time is over', async () => {
    const server = await startApiServer(() => undefined);
    onTestFinished(() => server.close());

    const failure = executorFor({ url: server.url, timeoutMs: 100 }).carryOut(asked);

    await expect(failure).rejects.toMatchObject({ code: 'release-tool-silent', outcome: 'unknown' });
  });

  it('leaves it unknown when the answer breaks off', async () => {
    const server = await startApiServer(({ response }) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"status":');
      setImmediate(() => response.destroy());
    });
    onTestFinished(() => server.close());

    const failure = executorFor({ url: server.url }).carryOut(asked);

    await expect(failure).rejects.toMatchObject({ code: 'release-tool-silent', outcome: 'unknown' });
  });

  it('has done nothing when nobody listens there', async () => {
    const server = await startApiServer(() => undefined);
    await server.close();

    const failure = executorFor({ url: server.url }).carryOut(asked);

    await expect(failure).rejects.toMatchObject({ code: 'release-tool-silent', outcome: 'not-done' });
  });

  it('is told by its name and host, and never with its secret', async () => {
    const server = await startApiServer(({ response }) => void response.writeHead(502).end());
    onTestFinished(() => server.close());

    const failure = await executorFor({ url: `${server.url}/hook?token=hidden` })
      .carryOut(asked)
      .catch((error: Error) => error.message);

    expect(failure).toBe(`The release tool ships at ${new URL(server.url).host} answered 502.`);
  });

  it('is not asked when it is not configured any more', async () => {
    const failure = executorFor({ url: 'http://127.0.0.1:9', name: 'another' }).carryOut(asked);

    await expect(failure).rejects.toMatchObject({ name: 'PermanentError', code: 'release-tool-unknown' });
  });
});

describe('the stand-in', () => {
  const post = (url: string, headers: Record<string, string>, body: string) =>
    fetch(url, { method: 'POST', headers, body }).then(({ status }) => status);
  const body = JSON.stringify({ ...JSON.parse('{"action":"rollback"}'), key: 'k' });
  const signed = (timestamp: number, by = secret) => ({
    'idempotency-key': 'k',
    'x-shipmate-timestamp': String(timestamp),
    'x-shipmate-signature': `sha256=${createHmac('sha256', by).update(`${timestamp}.${body}`).digest('hex')}`,
  });
  const now = () => Math.floor(Date.now() / 1_000);

  it.each([
    ['nothing signed', () => ({ 'idempotency-key': 'k' }), 401],
    ['another secret', () => signed(now(), 'something-else-here'), 401],
    ['an old timestamp', () => signed(now() - 400), 401],
    ['a timestamp to come', () => signed(now() + 400), 401],
    ['what is signed and no order', () => signed(now()), 422],
  ])('refuses %s', async (_what, headers, status) => {
    const tool = await startTool();

    expect(await post(tool.url, headers(), body)).toBe(status);
    expect(tool.orders).toEqual([]);
  });
});
