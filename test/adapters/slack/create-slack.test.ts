import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { answers, failureOf, origin, slackOnNock, useNock } from './slack-on-nock.ts';

const message = { text: 'payments-api v42', blocks: [{ type: 'divider' }] };
const post = { channel: '#team-payments', message, key: 'card-1:card' };

useNock();

describe('posting', () => {
  it('sends text, blocks and our key, and leaves links and words alone', async () => {
    const sent: URLSearchParams[] = [];
    nock(origin, { reqheaders: { authorization: 'Bearer xoxb-secret' } })
      .post('/api/chat.postMessage', (body) => {
        sent.push(new URLSearchParams(body));
        return true;
      })
      .reply(200, { ok: true, channel: 'C0PAYMENTS', ts: '17.000100' });

    const posted = await slackOnNock().chat.post({ ...post, threadTs: '16.000100' });

    expect(posted).toEqual({ channel: 'C0PAYMENTS', ts: '17.000100' });
    expect(Object.fromEntries(sent[0] ?? [])).toEqual({
      channel: '#team-payments',
      thread_ts: '16.000100',
      text: message.text,
      blocks: JSON.stringify(message.blocks),
      metadata: '{"event_type":"shipmate_message","event_payload":{"key":"card-1:card"}}',
      parse: 'none',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
  });

  it('updates with both text and blocks, by id even when the channel is known by name', async () => {
    const sent: URLSearchParams[] = [];
    const { chat } = slackOnNock();
    answers('chat.postMessage', { ok: true, channel: 'C0PAYMENTS', ts: '17.000100' });
    nock(origin)
      .post('/api/chat.update', (body) => {
        sent.push(new URLSearchParams(body));
        return true;
      })
      .reply(200, { ok: true });
    await chat.post(post);

    await chat.update({ ...post, ts: '17.000100' });

    expect(Object.fromEntries(sent[0] ?? [])).toMatchObject({
      channel: 'C0PAYMENTS',
      ts: '17.000100',
      text: message.text,
      blocks: JSON.stringify(message.blocks),
      parse: 'none',
    });
  });
});

describe('what Slack refuses', () => {
  it.each(['channel_not_found', 'invalid_blocks', 'message_not_found', 'something_new'])(
    '%s is permanent and keeps its name',
    async (code) => {
      answers('chat.postMessage', { ok: false, error: code });

      const failure = await failureOf(slackOnNock().chat.post(post));

      expect(failure).toBeInstanceOf(PermanentError);
      expect(failure).toMatchObject({ code });
    },
  );

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    '%s says what to check, and no token',
    async (code) => {
      answers('auth.test', { ok: false, error: code });

      const failure = await failureOf(slackOnNock().ping());

      expect(failure).toBeInstanceOf(PermanentError);
      expect(String(failure)).toMatch(/Check|Install|install/);
      expect(String(failure)).not.toContain('xoxb-secret');
    },
  );

  it('tells where blocks are wrong', async () => {
    const messages = ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'];
    answers('chat.postMessage', { ok: false, error: 'invalid_blocks', response_metadata: { messages } });

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(String(failure)).toContain('json-pointer:/blocks/0/text/text');
  });

  it.each(['update_failed', 'streaming_state_conflict', 'external_channel_migrating'])(
    '%s may pass',
    async (code) => {
      answers('chat.update', { ok: false, error: code });

      const failure = await failureOf(
        slackOnNock().chat.update({ ...post, channel: 'C0PAYMENTS', ts: '1.0' }),
      );

      expect(failure).toBeInstanceOf(TransientError);
      expect(failure).toMatchObject({ code, outcome: 'not-done' });
    },
  );
});

describe('what is not known', () => {
  it('takes a 429 as not done, with the time to wait', async () => {
    nock(origin).post('/api/chat.postMessage').reply(429, { ok: false }, { 'retry-after': '7' });

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ code: 'ratelimited', retryAfterMs: 7_000, outcome: 'not-done' });
  });

  it('takes a 429 that does not say for how long as one all the same', async () => {
    nock(origin).post('/api/chat.postMessage').reply(429, 'slow down');

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(failure).toMatchObject({ code: 'ratelimited', outcome: 'not-done' });
    expect(failure).toHaveProperty('retryAfterMs', undefined);
  });

  it('does not hold back others after a 429', async () => {
    nock(origin).post('/api/chat.update').reply(429, {}, { 'retry-after': '30' });
    answers('chat.postMessage', { ok: true, channel: 'C1', ts: '1.0' });
    const { chat } = slackOnNock();
    const limited = failureOf(chat.update({ ...post, channel: 'C0PAYMENTS', ts: '1.0' }));

    const posted = await chat.post(post);

    expect(posted.ts).toBe('1.0');
    expect(await limited).toMatchObject({ code: 'ratelimited' });
  });

  it.each([500, 502, 503])('does not repeat a post that ended in %i', async (status) => {
    nock(origin).post('/api/chat.postMessage').reply(status, 'upstream trouble');
    const second = answers('chat.postMessage', { ok: true, channel: 'C1', ts: '1.0' });

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(failure).toMatchObject({ code: `http_${status}`, outcome: 'unknown' });
    expect(second.isDone()).toBe(false);
  });

  it('takes the refusal of a proxy as not done, and says what to check', async () => {
    nock(origin).post('/api/chat.postMessage').reply(403, 'forbidden');

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(failure).toMatchObject({ name: 'TransientError', code: 'http_403', outcome: 'not-done' });
    expect(String(failure)).toContain('slack.apiUrl');
  });

  it.each(['internal_error', 'fatal_error'])('%s may have posted', async (code) => {
    answers('chat.postMessage', { ok: false, error: code });

    expect(await failureOf(slackOnNock().chat.post(post))).toMatchObject({ code, outcome: 'unknown' });
  });

  it('takes a lost connection as unknown, and one that never was as not done', async () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    nock(origin).post('/api/chat.postMessage').replyWithError(reset);
    nock(origin).post('/api/chat.postMessage').replyWithError(refused);
    const { chat } = slackOnNock();

    const lost = await failureOf(chat.post(post));
    const never = await failureOf(chat.post(post));

    expect(lost).toMatchObject({ code: 'connection_lost', outcome: 'unknown' });
    expect(never).toMatchObject({ code: 'unreachable', outcome: 'not-done' });
  });

  it('takes a page of a proxy as unknown, without repeating it', async () => {
    nock(origin).post('/api/chat.postMessage').reply(200, '<html>Please sign in</html>');

    const failure = await failureOf(slackOnNock().chat.post(post));

    expect(failure).toMatchObject({ code: 'unreadable_response', outcome: 'unknown' });
    expect(String(failure)).not.toContain('html');
  });

  it('takes an answer without a ts as unknown', async () => {
    answers('chat.postMessage', { ok: true, channel: 'C1' });

    expect(await failureOf(slackOnNock().chat.post(post))).toMatchObject({ outcome: 'unknown' });
  });
});
