import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { createRecordingLog } from './recording-log.ts';

const origin = 'https://slack.test';
const message = { text: 'payments-api v42', blocks: [{ type: 'divider' }] };
const post = { channel: '#team-payments', message, key: 'card-1:card' };

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});
afterEach(() => nock.cleanAll());

let now = 0;

function slackWith() {
  const log = createRecordingLog();
  const clock = { now: () => now };
  return createSlack({ botToken: 'xoxb-secret', apiUrl: `${origin}/api/`, log, clock });
}

function answers(method: string, body: object, headers: Record<string, string> = {}) {
  return nock(origin).post(`/api/${method}`).reply(200, body, headers);
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('posting', () => {
  it('sends text, blocks and our key, and leaves links and words alone', async () => {
    const sent: URLSearchParams[] = [];
    nock(origin, { reqheaders: { authorization: 'Bearer xoxb-secret' } })
      .post('/api/chat.postMessage', (body) => {
        sent.push(new URLSearchParams(body));
        return true;
      })
      .reply(200, { ok: true, channel: 'C0PAYMENTS', ts: '17.000100' });

    const posted = await slackWith().chat.post({ ...post, threadTs: '16.000100' });

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
    const { chat } = slackWith();
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

      const failure = await failureOf(slackWith().chat.post(post));

      expect(failure).toBeInstanceOf(PermanentError);
      expect(failure).toMatchObject({ code });
    },
  );

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    '%s says what to check, and no token',
    async (code) => {
      answers('auth.test', { ok: false, error: code });

      const failure = await failureOf(slackWith().ping());

      expect(failure).toBeInstanceOf(PermanentError);
      expect(String(failure)).toMatch(/Check|Install|install/);
      expect(String(failure)).not.toContain('xoxb-secret');
    },
  );

  it('tells where blocks are wrong', async () => {
    const messages = ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'];
    answers('chat.postMessage', { ok: false, error: 'invalid_blocks', response_metadata: { messages } });

    const failure = await failureOf(slackWith().chat.post(post));

    expect(String(failure)).toContain('json-pointer:/blocks/0/text/text');
  });

  it.each(['update_failed', 'streaming_state_conflict', 'external_channel_migrating'])(
    '%s may pass',
    async (code) => {
      answers('chat.update', { ok: false, error: code });

      const failure = await failureOf(slackWith().chat.update({ ...post, channel: 'C0PAYMENTS', ts: '1.0' }));

      expect(failure).toBeInstanceOf(TransientError);
      expect(failure).toMatchObject({ code, outcome: 'not-done' });
    },
  );
});

describe('what is not known', () => {
  it('takes a 429 as not done, with the time to wait', async () => {
    nock(origin).post('/api/chat.postMessage').reply(429, { ok: false }, { 'retry-after': '7' });

    const failure = await failureOf(slackWith().chat.post(post));

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ code: 'ratelimited', retryAfterMs: 7_000, outcome: 'not-done' });
  });

  it('takes a 429 that does not say for how long as one all the same', async () => {
    nock(origin).post('/api/chat.postMessage').reply(429, 'slow down');

    const failure = await failureOf(slackWith().chat.post(post));

    expect(failure).toMatchObject({ code: 'ratelimited', outcome: 'not-done' });
    expect(failure).toHaveProperty('retryAfterMs', undefined);
  });

  it('does not hold back others after a 429', async () => {
    nock(origin).post('/api/chat.update').reply(429, {}, { 'retry-after': '30' });
    answers('chat.postMessage', { ok: true, channel: 'C1', ts: '1.0' });
    const { chat } = slackWith();
    const limited = failureOf(chat.update({ ...post, channel: 'C0PAYMENTS', ts: '1.0' }));

    const posted = await chat.post(post);

    expect(posted.ts).toBe('1.0');
    expect(await limited).toMatchObject({ code: 'ratelimited' });
  });

  it.each([500, 502, 503])('does not repeat a post that ended in %i', async (status) => {
    nock(origin).post('/api/chat.postMessage').reply(status, 'upstream trouble');
    const second = answers('chat.postMessage', { ok: true, channel: 'C1', ts: '1.0' });

    const failure = await failureOf(slackWith().chat.post(post));

    expect(failure).toMatchObject({ code: `http_${status}`, outcome: 'unknown' });
    expect(second.isDone()).toBe(false);
  });

  it('takes the refusal of a proxy as not done, and says what to check', async () => {
    nock(origin).post('/api/chat.postMessage').reply(403, 'forbidden');

    const failure = await failureOf(slackWith().chat.post(post));

    expect(failure).toMatchObject({ name: 'TransientError', code: 'http_403', outcome: 'not-done' });
    expect(String(failure)).toContain('slack.apiUrl');
  });

  it.each(['internal_error', 'fatal_error'])('%s may have posted', async (code) => {
    answers('chat.postMessage', { ok: false, error: code });

    expect(await failureOf(slackWith().chat.post(post))).toMatchObject({ code, outcome: 'unknown' });
  });

  it('takes a lost connection as unknown, and one that never was as not done', async () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    nock(origin).post('/api/chat.postMessage').replyWithError(reset);
    nock(origin).post('/api/chat.postMessage').replyWithError(refused);
    const { chat } = slackWith();

    const lost = await failureOf(chat.post(post));
    const never = await failureOf(chat.post(post));

    expect(lost).toMatchObject({ code: 'connection_lost', outcome: 'unknown' });
    expect(never).toMatchObject({ code: 'unreachable', outcome: 'not-done' });
  });

  it('takes a page of a proxy as unknown, without repeating it', async () => {
    nock(origin).post('/api/chat.postMessage').reply(200, '<html>Please sign in</html>');

    const failure = await failureOf(slackWith().chat.post(post));

    expect(failure).toMatchObject({ code: 'unreadable_response', outcome: 'unknown' });
    expect(String(failure)).not.toContain('html');
  });

  it('takes an answer without a ts as unknown', async () => {
    answers('chat.postMessage', { ok: true, channel: 'C1' });

    expect(await failureOf(slackWith().chat.post(post))).toMatchObject({ outcome: 'unknown' });
  });
});

describe('looking for a message', () => {
  const ours = (key: string, ts: string, bot = 'B0SHIPMATE') => ({
    ts,
    bot_id: bot,
    metadata: { event_type: 'shipmate_message', event_payload: { key } },
  });
  const search = { channel: 'C0PAYMENTS', key: 'card-1:card', since: 1_000 };

  beforeEach(() => {
    answers('auth.test', { ok: true, team: 'Acme', user_id: 'U0SHIPMATE', bot_id: 'B0SHIPMATE' });
  });

  it('finds ours by key on a later page, and takes no other app for us', async () => {
    const { chat } = slackWith();
    const odd = { ts: '5.0', bot_id: 'B0OTHER', metadata: 'nonsense' };
    answers('conversations.history', {
      ok: true,
      messages: [odd, ours('card-1:card', '4.0', 'B0FORGER'), ours('card-2:card', '3.0')],
      response_metadata: { next_cursor: 'more' },
    });
    answers('conversations.history', { ok: true, messages: [ours('card-1:card', '2.0')] });

    expect(await chat.findPosted(search)).toEqual({ ts: '2.0' });
  });

  it('reads a bounded number of pages', async () => {
    const page = { ok: true, messages: [], response_metadata: { next_cursor: 'more' } };
    const scope = nock(origin).post('/api/conversations.history').times(5).reply(200, page);

    const found = await slackWith().chat.findPosted(search);

    expect(found).toBeUndefined();
    expect(scope.isDone()).toBe(true);
  });

  it('looks in the thread for a reply', async () => {
    answers('conversations.replies', { ok: true, messages: [ours('card-1:card', '2.5')] });

    expect(await slackWith().chat.findPosted({ ...search, threadTs: '2.0' })).toEqual({ ts: '2.5' });
  });

  it('resolves the name of a channel, because history takes ids only', async () => {
    answers('users.conversations', { ok: true, channels: [{ id: 'C0PAYMENTS', name: 'team-payments' }] });
    nock(origin)
      .post(
        '/api/conversations.history',
        (body) => body.channel === 'C0PAYMENTS' && body.oldest === '1.000000',
      )
      .reply(200, { ok: true, messages: [ours('card-1:card', '2.0')] });

    expect(await slackWith().chat.findPosted({ ...search, channel: '#team-payments' })).toEqual({
      ts: '2.0',
    });
  });

  it('finds nothing in a channel that the bot is not in', async () => {
    answers('users.conversations', { ok: true, channels: [] });

    expect(await slackWith().chat.findPosted({ ...search, channel: '#nowhere' })).toBeUndefined();
  });
});

describe('people', () => {
  const ada = { id: 'U0ADA', name: 'ada', profile: { display_name: 'Ada', email: 'ada@acme.example' } };

  it('asks for a person once in five minutes', async () => {
    answers('users.info', { ok: true, user: ada });
    answers('users.info', { ok: true, user: { ...ada, profile: { real_name: 'Ada Obi' } } });
    const { people } = slackWith();
    now = 0;

    const [first, second] = await Promise.all([people.person('U0ADA'), people.person('U0ADA')]);
    now = 5 * 60_000;
    const later = await people.person('U0ADA');

    expect(first).toEqual({ userId: 'U0ADA', name: 'Ada', email: 'ada@acme.example' });
    expect(second).toBe(first);
    expect(later).toEqual({ userId: 'U0ADA', name: 'Ada Obi' });
  });

  it('does not remember a failure', async () => {
    answers('usergroups.users.list', { ok: false, error: 'no_such_subteam' });
    answers('usergroups.users.list', { ok: true, users: ['U0ADA'] });
    const { people } = slackWith();

    const failure = await failureOf(people.groupMembers('S1'));

    expect(failure).toMatchObject({ code: 'no_such_subteam' });
    expect(await people.groupMembers('S1')).toEqual(['U0ADA']);
  });
});

describe('who we are', () => {
  it('answers team, bot and scopes', async () => {
    const body = { ok: true, team: 'Acme', user_id: 'U0SHIPMATE', bot_id: 'B0SHIPMATE' };
    answers('auth.test', body, { 'x-oauth-scopes': 'chat:write, users:read' });

    expect(await slackWith().ping()).toEqual({
      team: 'Acme',
      botUserId: 'U0SHIPMATE',
      botId: 'B0SHIPMATE',
      scopes: ['chat:write', 'users:read'],
    });
  });
});
