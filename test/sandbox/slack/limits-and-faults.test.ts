import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { webClient } from './support/bot.ts';
import { errorOf } from './support/error-of.ts';

const channel = 'C0PAYMENTS';
const text = 'hello';

let now: number;
let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  now = Date.now();
  slack = await startSlackStandIn({ limits: 'real', now: () => now });
  client = webClient(slack);
});
afterEach(() => slack.close());

async function statusOf(call: () => Promise<unknown>): Promise<number> {
  await call().catch(() => undefined);
  return slack.requests.at(-1)?.status ?? -1;
}

describe('rate limits', () => {
  it('let a short burst of posts through, then one a second, per channel', async () => {
    const post = (to: string) => statusOf(() => client.chat.postMessage({ channel: to, text }));

    expect([await post(channel), await post(channel), await post('#team-payments')]).toEqual([200, 200, 200]);
    expect(await post(channel)).toBe(429);
    expect(await post('C0SEARCH')).toBe(200);
    now += 1000;
    expect([await post(channel), await post(channel)]).toEqual([200, 429]);
  });

  it('allow 50 updates a minute for the whole bot, and say how long to wait', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text });
    const update = () =>
      fetch(`${slack.apiUrl}chat.update`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel, ts, text }),
      });
    for (let sent = 0; sent < 50; sent += 1) expect((await update()).status).toBe(200);

    const refused = await update();
    now += 1200;
    const later = await update();

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
    expect(later.status).toBe(200);
  });

  it('can be set, or be off', async () => {
    const tight = await startSlackStandIn({ limits: { tier4PerMinute: 1 }, now: () => now });
    const loose = await startSlackStandIn({ limits: 'off', now: () => now });
    const info = (of: SlackStandIn) => webClient(of).users.info({ user: 'U0ADA' });
    await info(tight);

    await expect(info(tight)).rejects.toThrow('rate');
    for (let sent = 0; sent < 200; sent += 1) await info(loose);
    await Promise.all([tight.close(), loose.close()]);

    expect(loose.requests.every((request) => request.ok)).toBe(true);
  });
});

describe('faults', () => {
  it('answer with an error, a status, or a pause, as often as asked', async () => {
    slack.faults.next({ method: 'auth.test', error: 'team_access_not_granted', times: 2 });
    slack.faults.next({ method: 'auth.test', status: 503 });
    slack.faults.next({ method: 'auth.test', retryAfter: 7 });

    expect(await errorOf(client.auth.test())).toMatchObject({ error: 'team_access_not_granted' });
    expect(await errorOf(client.auth.test())).toMatchObject({ error: 'team_access_not_granted' });
    expect(await statusOf(() => client.auth.test())).toBe(503);
    expect(await errorOf(client.auth.test())).toMatchObject({ retryAfter: 7 });
    expect(await client.auth.test()).toMatchObject({ ok: true });
  });

  it('strike one channel and spare the others', async () => {
    slack.faults.next({ method: 'chat.postMessage', channel: 'C0SEARCH', error: 'restricted_action' });

    expect(await client.chat.postMessage({ channel, text })).toMatchObject({ ok: true });
    expect(await errorOf(client.chat.postMessage({ channel: 'C0SEARCH', text }))).toMatchObject({
      error: 'restricted_action',
    });
  });

  it('lose the answer after the deed is done', async () => {
    slack.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });

    await expect(client.chat.postMessage({ channel, text })).rejects.toThrow();

    expect(slack.messages(channel).map((message) => message.text)).toEqual([text]);
    expect(slack.requests.at(-1)).toMatchObject({ ok: true, status: 0 });
  });

  it('answer late, or never', async () => {
    slack.faults.next({ method: 'auth.test', delayMs: 30 });
    slack.faults.next({ method: 'auth.test', hang: true });
    const started = performance.now();
    await client.auth.test();
    const tookMs = performance.now() - started;

    const silence = fetch(`${slack.apiUrl}auth.test`, { method: 'POST', signal: AbortSignal.timeout(100) });

    await expect(silence).rejects.toThrow('timeout');
    expect(tookMs).toBeGreaterThan(25);
  });

  it('do at once what is asked, and answer later', async () => {
    slack.faults.next({ method: 'chat.postMessage', answerDelayMs: 60 });
    let isAnswered = false;

    const answer = client.chat.postMessage({ channel, text }).finally(() => {
      isAnswered = true;
    });
    await slack.waitFor(() => slack.messages(channel).length > 0);

    expect(isAnswered).toBe(false);
    expect(await answer).toMatchObject({ ok: true });
  });

  it('are taken back, as far as they have not struck', async () => {
    const takeBack = slack.faults.next({ method: 'auth.test', error: 'fatal_error', times: 5 });
    slack.faults.next({ method: 'auth.test', error: 'invalid_auth' });

    await errorOf(client.auth.test());
    takeBack();

    expect(await errorOf(client.auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await client.auth.test()).toMatchObject({ ok: true });
  });

  it('reset the connection before anything is done', async () => {
    slack.faults.next({ method: 'chat.postMessage', reset: true });

    await expect(client.chat.postMessage({ channel, text })).rejects.toThrow();

    expect(slack.messages(channel)).toEqual([]);
    expect(slack.requests.at(-1)).toMatchObject({ method: 'chat.postMessage', ok: false, status: 0 });
  });

  it('tell when the deed is done and nobody knows yet', async () => {
    const seen: number[] = [];
    const onAccept = () => seen.push(slack.messages(channel).length);
    slack.faults.next({ method: 'chat.postMessage', onAccept });
    slack.faults.next({ method: 'chat.postMessage', error: 'is_archived', onAccept });

    await client.chat.postMessage({ channel, text });
    await errorOf(client.chat.postMessage({ channel, text }));

    expect(seen).toEqual([1]);
  });
});
