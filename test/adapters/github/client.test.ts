import { createServer, type RequestListener } from 'node:http';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createTransport, type TransportRequest } from '../../../src/adapters/github/transport.ts';
import { movableClock, openGitHub } from './opened.ts';

const anything = z.unknown();

async function serve(answer: RequestListener, timeoutMs = 1_000) {
  const requests: { url: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const dispatcher = new Agent();
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await dispatcher.destroy();
  });
  const transport = createTransport({
    apiUrl: `${url}/api/v3/`,
    dispatcher,
    clock: movableClock(),
    timeoutMs,
  });
  const ask = (request: Partial<TransportRequest> = {}) =>
    transport({
      method: 'GET',
      path: '/repos/acme/clusters',
      token: 'secret',
      asked: 'read acme/clusters',
      isWrite: false,
      ...request,
    });
  return {
    url,
    requests,
    ask,
    failure: (request?: Partial<TransportRequest>) => ask(request).catch((error) => error),
  };
}

describe('an answer that is none', () => {
  it.each([
    ['a 404', 404, {}, '{"message":"Not Found"}', { name: 'PermanentError', status: 404, said: 'Not Found' }],
    [
      'a 422 with what is wrong',
      422,
      {},
      '{"message":"Validation Failed","errors":[{"code":"custom","message":"Reference already exists"}]}',
      { status: 422, said: 'Validation Failed: Reference already exists' },
    ],
    ['a 403 for want of rights', 403, { 'x-ratelimit-remaining': '7' }, '{"message":"no"}', { status: 403 }],
    [
      'a used up limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1764086410' },
      '{"message":"API rate limit exceeded"}',
      { name: 'TransientError', code: 'github-rate-limited' },
    ],
    [
      'a secondary limit',
      403,
      { 'retry-after': '7' },
      '{"message":"You have exceeded a secondary rate limit"}',
      { code: 'github-rate-limited', retryAfterMs: 7_000 },
    ],
    ['a 429 for an hour', 429, { 'retry-after': '3600' }, '', { retryAfterMs: 60_000 }],
    ['a 502 of a gateway', 502, {}, '<html>', { code: 'github-unavailable', outcome: 'not-done' }],
  ])('%s', async (_what, status, headers, body, expected) => {
    const { failure } = await serve((_request, response) => response.writeHead(status, headers).end(body));

    expect(await failure()).toMatchObject(expected);
  });

  it('of a write leaves open whether it was done', async () => {
    const { failure } = await serve((_request, response) => response.writeHead(502).end());

    expect(await failure({ method: 'POST', isWrite: true })).toMatchObject({ outcome: 'unknown' });
  });

  it('never comes: given up in time', async () => {
    const { failure } = await serve(() => undefined, 50);

    expect(await failure({ isWrite: true })).toMatchObject({
      code: 'github-unreachable',
      outcome: 'unknown',
    });
  });

  it('is nobody there: nothing was done', async () => {
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.destroy());
    const clock = movableClock();
    const transport = createTransport({ apiUrl: 'http://127.0.0.1:1', dispatcher, clock });
    const request = { method: 'POST', path: '/', token: 't', asked: 'ask', isWrite: true } as const;

    expect(await transport(request).catch((error) => error)).toMatchObject({ outcome: 'not-done' });
  });

  it('goes on without an end: refused', async () => {
    const { failure } = await serve((_request, response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.write('x'.repeat(1_000_000))) if (response.destroyed) return;
        response.once('drain', pour);
      };
      pour();
    }, 5_000);

    expect(await failure()).toMatchObject({ code: 'github-too-large' });
  });
});

describe('a redirect', () => {
  it('on the same host is followed: the repository was renamed', async () => {
    const { url, ask, requests } = await serve((request, response) => {
      const isOld = request.url?.includes('/repos/') === true;
      response
        .writeHead(isOld ? 301 : 200, isOld ? { location: `${url}/repositories/7` } : {})
        .end('{"id":7}');
    });

    expect((await ask()).body).toEqual({ id: 7 });
    expect(requests.map((each) => each.url)).toEqual(['/api/v3/repos/acme/clusters', '/repositories/7']);
  });

  it('to another host is not: the token stays here', async () => {
    const evil = await serve((_request, response) => response.end('{}'));
    const { failure } = await serve((_request, response) =>
      response.writeHead(302, { location: `${evil.url}/steal` }).end(),
    );

    expect(await failure()).toMatchObject({ code: 'github-moved' });
    expect(evil.requests).toEqual([]);
  });

  it('of a write is not followed', async () => {
    const { url, failure, requests } = await serve((_request, response) =>
      response.writeHead(307, { location: `${url}/elsewhere` }).end(),
    );

    expect(await failure({ method: 'POST', isWrite: true })).toMatchObject({ code: 'github-moved' });
    expect(requests).toHaveLength(1);
  });

  it('without an end ends', async () => {
    const { url, failure } = await serve((_request, response) =>
      response.writeHead(302, { location: `${url}/again` }).end(),
    );

    expect(await failure()).toMatchObject({ code: 'github-moved' });
  });
});

describe('an App', () => {
  const asApp = () => openGitHub(({ app: { id, privateKey } }) => ({ app: { id, privateKey } }));
  const ask = {
    repository: 'acme/clusters',
    path: '/repos/acme/clusters',
    asked: 'read it',
    schema: anything,
  };

  it('gets a token for its installation, and keeps it until shortly before its end', async () => {
    const { github, client, clock } = await asApp();
    github.repository('acme/clusters');

    await Promise.all([client.get(ask), client.get(ask)]);
    clock.forward(50 * 60_000);
    await client.get(ask);
    const before = github.issuedTokens();
    clock.forward(6 * 60_000);
    await client.get(ask);

    expect(before).toBe(1);
    expect(github.issuedTokens()).toBe(2);
  });

  it('asks for another when the token is not taken any more', async () => {
    const { github, client } = await asApp();
    github.repository('acme/clusters');
    await client.get(ask);
    github.withdrawTokens();

    expect(await client.get(ask)).toMatchObject({ full_name: 'acme/clusters' });
  });

  it('that is not installed there is told so', async () => {
    const { client } = await asApp();

    expect(await client.get(ask).catch((error) => error)).toMatchObject({ status: 404 });
  });

  it('with a key that cannot be read says so, and not the key', async () => {
    const opening = openGitHub(() => ({ app: { id: 1, privateKey: 'not a key, but secret' } }));

    const failure = await opening.catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'github-private-key' });
    expect(String(failure)).not.toContain('but secret');
  });
});

describe('what is watched', () => {
  it('costs nothing of the limits while it stays as it is', async () => {
    const { github, client } = await openGitHub();
    const repository = github.repository('acme/clusters');
    const ask = {
      repository: 'acme/clusters',
      path: '/repos/acme/clusters',
      asked: 'read it',
      schema: anything,
    };
    const first = await client.watch(ask);
    const left = github.limits.remaining;

    const second = await client.watch(ask);
    const cost = left - github.limits.remaining;
    repository.settings.allowAutoMerge = true;

    expect(second).toEqual(first);
    expect(cost).toBe(0);
    expect(await client.watch(ask)).toMatchObject({ allow_auto_merge: true });
  });
});
