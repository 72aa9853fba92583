import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { webClient } from './support/bot.ts';
import { errorOf } from './support/error-of.ts';

const channel = 'C0PAYMENTS';

let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  slack = await startSlackStandIn({ limits: 'off' });
  client = webClient(slack);
});
afterEach(() => slack.close());

const refusal = (method: string, args: Record<string, unknown> = {}) => errorOf(client.apiCall(method, args));

describe('people', () => {
  it('are found by id and by e-mail', async () => {
    const { user } = await client.users.info({ user: 'U0ADA' });
    const found = await client.users.lookupByEmail({ email: 'Ada@acme.example' });

    expect(user).toMatchObject({
      id: 'U0ADA',
      name: 'ada',
      profile: { display_name: 'Ada', email: 'ada@acme.example' },
    });
    expect(found.user?.id).toBe('U0ADA');
    expect(await refusal('users.lookupByEmail', { email: 'nobody@acme.example' })).toMatchObject({
      error: 'users_not_found',
    });
    expect(await refusal('users.info', { user: 'U0NOBODY' })).toMatchObject({ error: 'user_not_found' });
  });

  it('are listed with the bot, page by page', async () => {
    const first = await client.users.list({ limit: 3 });
    const second = await client.users.list({
      limit: 3,
      cursor: String(first.response_metadata?.next_cursor),
    });
    const names = [first, second].flatMap((page) => page.members ?? []).map((member) => member.name);

    expect(names).toEqual(['ada', 'linus', 'mei', 'grace', 'shipmate']);
  });

  it('stand in groups', async () => {
    const { usergroups } = await client.usergroups.list({ include_users: true });
    const { users } = await client.usergroups.users.list({ usergroup: 'S0PAYMENTS' });

    expect(usergroups?.map((group) => group.handle)).toEqual(['payments', 'search', 'sre']);
    expect(users).toEqual(['U0ADA', 'U0LINUS']);
    expect(await refusal('usergroups.users.list', { usergroup: 'S0' })).toMatchObject({
      error: 'no_such_subteam',
    });
  });
});

describe('channels', () => {
  it('are told apart by kind and membership', async () => {
    const { channel: payments } = await client.conversations.info({ channel });
    const listed = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
    });
    const joined = await client.users.conversations({ exclude_archived: true });

    expect(payments).toMatchObject({
      id: channel,
      name: 'team-payments',
      is_member: true,
      is_archived: false,
      is_private: false,
    });
    expect(listed.channels?.map((one) => one.name)).toEqual([
      'team-payments',
      'team-search',
      'team-platform',
      'releases',
      'general',
    ]);
    expect(joined.channels?.map((one) => one.name)).not.toContain('general');
    expect(await refusal('conversations.info', { channel: 'C0LEADS' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('are created, filled, described and archived', async () => {
    const { channel: created } = await client.conversations.create({ name: 'inc-1-checkout' });
    const id = String(created?.id);
    await client.conversations.invite({ channel: id, users: 'U0ADA,U0GRACE' });
    await client.conversations.setTopic({ channel: id, topic: 'Checkout is down' });
    const { members } = await client.conversations.members({ channel: id });
    await client.conversations.archive({ channel: id });

    expect(members).toEqual([slack.botUserId, 'U0ADA', 'U0GRACE']);
    expect(slack.channels.find((one) => one.id === id)).toMatchObject({
      topic: 'Checkout is down',
      isArchived: true,
    });
    expect(await refusal('conversations.archive', { channel: id })).toMatchObject({
      error: 'already_archived',
    });
    expect(await refusal('chat.postMessage', { channel: id, text: 'late' })).toMatchObject({
      error: 'is_archived',
    });
  });

  it.each([
    ['conversations.create', { name: 'team-payments' }, 'name_taken'],
    ['conversations.create', { name: 'old-deploys' }, 'name_taken'],
    ['conversations.create', { name: 'Team Payments' }, 'invalid_name_specials'],
    ['conversations.create', { name: 'x'.repeat(81) }, 'invalid_name_maxlength'],
    ['conversations.create', {}, 'invalid_name_required'],
    ['conversations.invite', { channel, users: 'U0ADA' }, 'already_in_channel'],
    ['conversations.invite', { channel, users: 'U0NOBODY' }, 'user_not_found'],
    ['conversations.invite', { channel: 'C0GENERAL', users: 'U0ADA' }, 'not_in_channel'],
    ['conversations.setTopic', { channel, topic: 'x'.repeat(251) }, 'too_long'],
    ['conversations.join', { channel: 'C0OLD' }, 'is_archived'],
    ['conversations.history', { channel: 'C0GENERAL' }, 'not_in_channel'],
    ['conversations.history', { channel, cursor: 'nonsense' }, 'invalid_cursor'],
    ['conversations.replies', { channel, ts: '1.000000' }, 'thread_not_found'],
  ])('%s of %j is refused with %s', async (method, args, error) => {
    expect(await refusal(method, args)).toMatchObject({ error });
  });
});

describe('history', () => {
  it('shows metadata when asked, newest first, from a point on, in pages', async () => {
    const metadata = { event_type: 'release', event_payload: { id: '1' } };
    const first = await client.chat.postMessage({ channel, text: 'one', metadata });
    await client.chat.postMessage({ channel, text: 'two' });
    await client.chat.postMessage({ channel, text: 'in thread', thread_ts: String(first.ts) });
    await client.chat.postEphemeral({ channel, user: 'U0ADA', text: 'hidden' });

    const all = await client.conversations.history({ channel, include_all_metadata: true });
    const later = await client.conversations.history({ channel, oldest: String(first.ts) });
    const page = await client.conversations.history({ channel, limit: 1 });
    const next = await client.conversations.history({
      channel,
      limit: 1,
      cursor: String(page.response_metadata?.next_cursor),
    });

    expect(all.messages?.map((message) => message.text)).toEqual(['two', 'one']);
    expect(all.messages?.[1]).toMatchObject({ metadata, reply_count: 1 });
    expect(later.messages?.map((message) => message.text)).toEqual(['two']);
    expect([page.has_more, next.has_more, next.messages?.[0]?.text]).toEqual([true, false, 'one']);
  });

  it('gives a thread, or the one reply asked for', async () => {
    const { ts: root = '' } = await client.chat.postMessage({ channel, text: 'root' });
    const { ts: reply = '' } = await client.chat.postMessage({ channel, text: 'reply', thread_ts: root });

    const thread = await client.conversations.replies({ channel, ts: root });
    const alone = await client.conversations.replies({ channel, ts: reply });

    expect(thread.messages?.map((message) => message.text)).toEqual(['root', 'reply']);
    expect(alone.messages?.map((message) => message.text)).toEqual(['reply']);
  });
});

describe('marks on a message', () => {
  it('are added once', async () => {
    const { ts: timestamp = '' } = await client.chat.postMessage({ channel, text: 'one' });
    await client.reactions.add({ channel, timestamp, name: 'eyes' });
    await client.pins.add({ channel, timestamp });

    expect(slack.messages(channel)[0]).toMatchObject({
      isPinned: true,
      reactions: [{ name: 'eyes', users: [slack.botUserId] }],
    });
    expect(await refusal('reactions.add', { channel, timestamp, name: 'eyes' })).toMatchObject({
      error: 'already_reacted',
    });
    expect(await refusal('pins.add', { channel, timestamp })).toMatchObject({ error: 'already_pinned' });
    expect(await refusal('pins.add', { channel, timestamp: '1.000000' })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('files', () => {
  it('are uploaded into a thread in three steps', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'failing' });
    await client.files.uploadV2({
      channel_id: channel,
      thread_ts: ts,
      filename: 'crash.log',
      content: 'fatal: cannot start\n',
      initial_comment: 'Full log',
    });

    expect(slack.thread(channel, ts)[1]).toMatchObject({
      text: 'Full log',
      threadTs: ts,
      files: [{ name: 'crash.log', size: 20, content: 'fatal: cannot start\n' }],
    });
    expect(slack.transcript(channel)).toContain('(file: crash.log, 20 bytes)');
  });

  it('need content, an upload, and the bot in the channel', async () => {
    const reserved = await client.files.getUploadURLExternal({ filename: 'a.log', length: 3 });
    const files = [{ id: String(reserved.file_id) }];
    const early = await refusal('files.completeUploadExternal', { files, channel_id: channel });
    const upload = (body: string) => fetch(String(reserved.upload_url), { method: 'PUT', body });

    expect(early).toMatchObject({ error: 'file_upload_failed' });
    expect((await upload('four')).status).toBe(400);
    expect((await upload('abc')).status).toBe(200);
    expect(await refusal('files.completeUploadExternal', { files, channel_id: 'C0GENERAL' })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await refusal('files.completeUploadExternal', { files, channel_id: '#general' })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await refusal('files.completeUploadExternal', { files: [{ id: 'F0' }] })).toMatchObject({
      error: 'file_not_found',
    });
    expect(await refusal('files.getUploadURLExternal', { filename: 'a.log', length: 0 })).toMatchObject({
      error: 'invalid_arguments',
    });
  });
});
