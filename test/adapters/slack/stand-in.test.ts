import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultWorkspace, type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import { createRecordingLog } from './recording-log.ts';

const clock = { now: () => Date.now() };
const message = {
  text: 'payments-api v42',
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'payments-api v42' } }],
};
const post = { channel: '#team-payments', message, key: 'card-1:card' };

describe('the adapter against the Slack stand-in', () => {
  let standIn: SlackStandIn;

  beforeEach(async () => {
    standIn = await startSlackStandIn({ limits: 'off' });
  });

  afterEach(() => standIn.close());

  const slackWith = (options: { timeoutMs?: number; botToken?: string } = {}) =>
    createSlack({
      botToken: standIn.botToken,
      apiUrl: standIn.apiUrl,
      log: createRecordingLog(),
      clock,
      ...options,
    });

  it('posts, replies in the thread and updates', async () => {
    const { chat } = slackWith();
    const posted = await chat.post(post);
    await chat.post({ ...post, channel: posted.channel, threadTs: posted.ts, key: 'card-1:notice' });

    await chat.update({ ...post, ...posted, message: { ...message, text: 'payments-api v43' } });

    const thread = standIn.thread(posted.channel, posted.ts);
    expect(thread.map(({ text }) => text)).toEqual(['payments-api v43', 'payments-api v42']);
  });

  it('finds a message whose answer was lost, in the channel and in a thread', async () => {
    const { chat } = slackWith();
    const parent = await chat.post({ ...post, key: 'card-0:card' });
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true, times: 2 });
    const reply = { ...post, channel: parent.channel, threadTs: parent.ts, key: 'card-1:notice' };
    await expect(chat.post(post)).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(chat.post(reply)).rejects.toMatchObject({ outcome: 'unknown' });
    const since = Date.now() - 60_000;

    const card = await chat.findPosted({ channel: '#team-payments', key: 'card-1:card', since });
    const notice = await chat.findPosted({ ...reply, since });

    expect(standIn.messages(parent.channel).map(({ ts }) => ts)).toContain(card?.ts);
    expect(standIn.thread(parent.channel, parent.ts).map(({ ts }) => ts)).toContain(notice?.ts);
    expect(await chat.findPosted({ ...post, key: 'card-9:card', since })).toBeUndefined();
  });

  it('finds it where it would have been posted: by the id of a channel that is known by name', async () => {
    const { chat } = slackWith();
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    await expect(chat.post(post)).rejects.toMatchObject({ outcome: 'unknown' });

    const found = await chat.findPosted({ ...post, since: Date.now() - 60_000 });

    expect(found?.channel).toBe('C0PAYMENTS');
  });

  it('joins a public channel that it has only posted to, once it has to look there', async () => {
    const { chat } = slackWith();
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    await expect(chat.post({ ...post, channel: '#general' })).rejects.toMatchObject({ outcome: 'unknown' });

    const found = await chat.findPosted({ ...post, channel: '#general', since: Date.now() - 60_000 });

    expect(found).toEqual({ channel: 'C0GENERAL', ts: standIn.messages('C0GENERAL').at(-1)?.ts });
  });

  it('joins a public channel to attach a file there', async () => {
    const { chat } = slackWith();
    const { channel, ts } = await chat.post({ ...post, channel: '#general' });
    const fileId = await chat.stageFile({ filename: 'payments-api.log', text: 'fatal' });
    const place = { channel, threadTs: ts, fileId };

    await chat.shareFile({ ...place, title: 'Whole log' });

    expect(await chat.isFileShared(place)).toBe(true);
  });

  it('says that it is no member where it may not join', async () => {
    await standIn.close();
    const scopes = defaultWorkspace.scopes.filter((scope) => scope !== 'channels:join');
    standIn = await startSlackStandIn({ limits: 'off', scopes });
    const { chat } = slackWith();
    await chat.post({ ...post, channel: '#general' });

    const looking = chat.findPosted({ ...post, channel: '#general', since: Date.now() - 60_000 });

    await expect(looking).rejects.toMatchObject({ code: 'not_in_channel' });
  });

  it('shares a file, and sees that it is shared, in a channel that is known by name', async () => {
    const { chat } = slackWith();
    const { ts } = await chat.post(post);
    const fileId = await chat.stageFile({ filename: 'payments-api.log', text: 'fatal' });
    const place = { channel: '#team-payments', threadTs: ts, fileId };
    const before = await chat.isFileShared(place);

    await chat.shareFile({ ...place, title: 'Whole log' });

    expect([before, await chat.isFileShared(place)]).toEqual([false, true]);
  });

  it('gives up waiting for an answer', async () => {
    standIn.faults.next({ method: 'chat.postMessage', hang: true });

    const posting = slackWith({ timeoutMs: 50 }).chat.post(post);

    await expect(posting).rejects.toMatchObject({ code: 'timeout', outcome: 'unknown' });
  });

  it.each([
    ['#no-such-channel', 'channel_not_found'],
    ['C0OLD', 'is_archived'],
  ])('says why it cannot post to %s', async (channel, code) => {
    await expect(slackWith().chat.post({ ...post, channel })).rejects.toMatchObject({ code });
  });

  it('is refused with a wrong token', async () => {
    await expect(slackWith({ botToken: 'xoxb-wrong' }).ping()).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'invalid_auth',
    });
  });

  it('shows an ephemeral message to one person', async () => {
    await slackWith().chat.postEphemeral({ channel: 'C0PAYMENTS', user: 'U0ADA', message });

    expect(standIn.ephemerals('C0PAYMENTS', 'U0ADA')).toHaveLength(1);
    expect(standIn.ephemerals('C0PAYMENTS', 'U0LINUS')).toHaveLength(0);
  });

  it('knows people and groups', async () => {
    const [group] = standIn.usergroups;
    const { people } = slackWith();

    const ada = await people.person('U0ADA');

    expect(ada).toEqual({
      userId: 'U0ADA',
      name: 'Ada',
      email: 'ada@acme.example',
      timeZone: 'Europe/Amsterdam',
    });
    expect(await people.groupMembers(group?.id ?? '')).not.toHaveLength(0);
  });
});
