import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { answers, failureOf, origin, slackOnNock, useNock } from './slack-on-nock.ts';

useNock();

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
    const { chat } = slackOnNock();
    const odd = { ts: '5.0', bot_id: 'B0OTHER', metadata: 'nonsense' };
    answers('conversations.history', {
      ok: true,
      messages: [odd, ours('card-1:card', '4.0', 'B0FORGER'), ours('card-2:card', '3.0')],
      response_metadata: { next_cursor: 'more' },
    });
    answers('conversations.history', { ok: true, messages: [ours('card-1:card', '2.0')] });

    expect(await chat.findPosted(search)).toEqual({ channel: 'C0PAYMENTS', ts: '2.0' });
  });

  it('reads a bounded number of pages', async () => {
    const page = { ok: true, messages: [], response_metadata: { next_cursor: 'more' } };
    const scope = nock(origin).post('/api/conversations.history').times(5).reply(200, page);

    const found = await slackOnNock().chat.findPosted(search);

    expect(found).toBeUndefined();
    expect(scope.isDone()).toBe(true);
  });

  it('looks in the thread for a reply', async () => {
    answers('conversations.replies', { ok: true, messages: [ours('card-1:card', '2.5')] });

    const found = await slackOnNock().chat.findPosted({ ...search, threadTs: '2.0' });

    expect(found).toEqual({ channel: 'C0PAYMENTS', ts: '2.5' });
  });

  it('takes no message for the one that was to take its place, in whichever order they come', async () => {
    const messages = [ours('card-1:card', '999.000009'), ours('card-1:card', '1000.000001')];
    answers('conversations.replies', { ok: true, messages });
    answers('conversations.replies', { ok: true, messages: messages.slice(0, 1) });
    const { chat } = slackOnNock();
    const replaced = { ...search, threadTs: '2.0', after: '999.000009' };

    expect(await chat.findPosted(replaced)).toEqual({ channel: 'C0PAYMENTS', ts: '1000.000001' });
    expect(await chat.findPosted(replaced)).toBeUndefined();
  });

  it('resolves the name of a channel, because history takes ids only', async () => {
    answers('users.conversations', { ok: true, channels: [{ id: 'C0PAYMENTS', name: 'team-payments' }] });
    nock(origin)
      .post(
        '/api/conversations.history',
        (body) => body.channel === 'C0PAYMENTS' && body.oldest === '1.000000',
      )
      .reply(200, { ok: true, messages: [ours('card-1:card', '2.0')] });

    const found = await slackOnNock().chat.findPosted({ ...search, channel: '#team-payments' });

    expect(found).toEqual({ channel: 'C0PAYMENTS', ts: '2.0' });
  });

  it('says of a channel that nobody knows that it cannot look there', async () => {
    answers('users.conversations', { ok: true, channels: [] });
    answers('conversations.list', { ok: true, channels: [{ id: 'C0GENERAL', name: 'general' }] });

    const failure = await failureOf(slackOnNock().chat.findPosted({ ...search, channel: '#nowhere' }));

    expect(failure).toMatchObject({ name: 'PermanentError', code: 'channel_not_found' });
  });

  it('lists the public channels once for all who look at the same time', async () => {
    const names = ['general', 'random'];
    const channels = names.map((name) => ({ id: `C0${name.toUpperCase()}`, name }));
    nock(origin).post('/api/users.conversations').times(2).reply(200, { ok: true, channels: [] });
    answers('conversations.list', { ok: true, channels });
    nock(origin)
      .post('/api/conversations.history')
      .times(2)
      .reply(200, { ok: true, messages: [ours('card-1:card', '2.0')] });
    const { chat } = slackOnNock();

    const found = await Promise.all(names.map((name) => chat.findPosted({ ...search, channel: `#${name}` })));

    expect(found.map((place) => place?.channel)).toEqual(['C0GENERAL', 'C0RANDOM']);
  });
});

describe('people', () => {
  const ada = { id: 'U0ADA', name: 'ada', profile: { display_name: 'Ada', email: 'ada@acme.example' } };

  it('asks for a person once in five minutes', async () => {
    answers('users.info', { ok: true, user: ada });
    answers('users.info', { ok: true, user: { ...ada, profile: { real_name: 'Ada Obi' } } });
    let now = 0;
    const { people } = slackOnNock({ now: () => now });

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
    const { people } = slackOnNock();

    const failure = await failureOf(people.groupMembers('S1'));

    expect(failure).toMatchObject({ code: 'no_such_subteam' });
    expect(await people.groupMembers('S1')).toEqual(['U0ADA']);
  });
});

describe('who we are', () => {
  it('answers team, bot and scopes', async () => {
    const body = { ok: true, team: 'Acme', user_id: 'U0SHIPMATE', bot_id: 'B0SHIPMATE' };
    answers('auth.test', body, { 'x-oauth-scopes': 'chat:write, users:read' });

    expect(await slackOnNock().ping()).toEqual({
      team: 'Acme',
      botUserId: 'U0SHIPMATE',
      botId: 'B0SHIPMATE',
      scopes: ['chat:write', 'users:read'],
    });
  });
});
