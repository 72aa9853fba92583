import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultWorkspace, type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { webClient } from './support/bot.ts';
import { errorOf } from './support/error-of.ts';

const channel = 'C0PAYMENTS';
const text = 'hello';

let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  slack = await startSlackStandIn({ limits: 'off' });
  client = webClient(slack);
});
afterEach(() => slack.close());

/** The error of calling a method with arguments the SDK's types may not allow. */
const refusal = (method: string, args: Record<string, unknown> = {}) => errorOf(client.apiCall(method, args));

describe('the Web API at large', () => {
  it('knows who the bot is', async () => {
    const me = await client.auth.test();

    expect(me).toMatchObject({ ok: true, team_id: 'T0ACME', user_id: slack.botUserId, bot_id: slack.botId });
  });

  it('refuses methods it does not know, and tokens that are not its own', async () => {
    expect(await refusal('chat.postMesage')).toMatchObject({ error: 'unknown_method' });
    expect(await errorOf(webClient(slack, 'xoxb-other').auth.test())).toMatchObject({
      error: 'invalid_auth',
    });
  });

  it('takes JSON bodies and a token in the form, and says not_authed without one', async () => {
    const post = async (body: string, headers: Record<string, string>) =>
      (await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', body, headers })).json();
    const bearer = {
      authorization: `Bearer ${slack.botToken}`,
      'content-type': 'application/json; charset=utf-8',
    };

    expect(
      await post(JSON.stringify({ channel, text, blocks: [{ type: 'divider' }] }), bearer),
    ).toMatchObject({ ok: true });
    expect(
      await post(`channel=${channel}&text=a&token=${slack.botToken}`, {
        'content-type': 'application/x-www-form-urlencoded',
      }),
    ).toMatchObject({ ok: true });
    expect(await post('{"channel":', bearer)).toMatchObject({ error: 'invalid_json' });
    expect(await post(`channel=${channel}`, { 'content-type': 'application/x-www-form-urlencoded' })).toEqual(
      { ok: false, error: 'not_authed' },
    );
  });

  it('checks blocks without a token', async () => {
    const validate = async (blocks: object[]) =>
      (
        await fetch(`${slack.apiUrl}blocks.validate`, {
          method: 'POST',
          body: new URLSearchParams({ blocks: JSON.stringify(blocks) }),
        })
      ).json();

    expect(await validate([{ type: 'divider' }])).toEqual({ ok: true });
    expect(await validate([{ type: 'dividor' }])).toMatchObject({ ok: false, error: 'invalid_blocks' });
  });

  it('names the scope that is missing', async () => {
    const workspace = { ...defaultWorkspace, scopes: ['users:read'] };
    const poor = await startSlackStandIn({ limits: 'off', workspace });

    const error = await errorOf(webClient(poor).chat.postMessage({ channel, text }));
    await poor.close();

    expect(error).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read' });
  });
});

describe('posting', () => {
  it.each([
    ['no channel', { text }, 'invalid_arguments'],
    ['an unknown channel', { channel: 'C0NOWHERE', text }, 'channel_not_found'],
    ['an unknown name', { channel: '#nowhere', text }, 'channel_not_found'],
    ['a private channel the bot is not in', { channel: 'C0LEADS', text }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0OLD', text }, 'is_archived'],
    ['nothing to say', { channel }, 'no_text'],
    ['blocks that are not JSON', { channel, blocks: '[{' }, 'invalid_blocks_format'],
    ['an unknown thread', { channel, text, thread_ts: '1.000000' }, 'thread_not_found'],
    [
      'metadata without a type',
      { channel, text, metadata: { event_payload: {} } },
      'invalid_metadata_schema',
    ],
    [
      'metadata that is too large',
      { channel, text, metadata: { event_type: 'a', event_payload: { a: 'x'.repeat(9000) } } },
      'metadata_too_large',
    ],
    [
      '101 attachments',
      { channel, attachments: Array.from({ length: 101 }, () => ({ text })) },
      'too_many_attachments',
    ],
  ])('refuses %s', async (_name, args, error) => {
    expect(await refusal('chat.postMessage', args)).toMatchObject({ error });
  });

  it('says where blocks are wrong', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }];

    expect(await refusal('chat.postMessage', { channel, text, blocks })).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });

  it('refuses more text than a message carries', async () => {
    const section = { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3000) } };

    expect(
      await refusal('chat.postMessage', { channel, text, blocks: Array.from({ length: 5 }, () => section) }),
    ).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  it('needs membership of a public channel, unless the scope spares it', async () => {
    const scopes = defaultWorkspace.scopes.filter((scope) => scope !== 'chat:write.public');
    const strict = await startSlackStandIn({ limits: 'off', scopes });

    const refused = await errorOf(webClient(strict).chat.postMessage({ channel: 'C0GENERAL', text }));
    await webClient(strict).conversations.join({ channel: 'C0GENERAL' });
    const joined = await webClient(strict).chat.postMessage({ channel: 'C0GENERAL', text });
    await strict.close();

    expect(refused).toMatchObject({ error: 'not_in_channel' });
    expect(joined.ok).toBe(true);
    expect(await client.chat.postMessage({ channel: 'C0GENERAL', text })).toMatchObject({ ok: true });
  });

  it('hands out timestamps that are strings, unique and in order', async () => {
    const posted = await Promise.all(
      Array.from({ length: 20 }, () => client.chat.postMessage({ channel, text })),
    );
    const stamps = posted.map((answer) => String(answer.ts));

    expect(new Set(stamps).size).toBe(20);
    expect(slack.messages(channel).map((message) => message.ts)).toEqual([...stamps].sort());
    expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
  });

  it('keeps replies in the thread of the first message, and shows broadcast ones in the channel', async () => {
    const { ts } = await client.chat.postMessage({ channel, text: 'root' });
    const reply = await client.chat.postMessage({ channel, text: 'reply', thread_ts: String(ts) });
    await client.chat.postMessage({
      channel,
      text: 'deeper',
      thread_ts: String(reply.ts),
      reply_broadcast: true,
    });

    expect(slack.thread(channel, String(ts)).map((message) => message.text)).toEqual([
      'root',
      'reply',
      'deeper',
    ]);
    expect(slack.messages(channel).map((message) => message.text)).toEqual(['root', 'deeper']);
  });

  it('writes to a person in a direct message', async () => {
    const posted = await client.chat.postMessage({ channel: 'U0ADA', text });

    expect(posted.channel).toBe('D0ADA');
    expect(slack.transcript('D0ADA')).toContain('hello');
  });

  it('notices whom a message pings', async () => {
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: 'see <@U0ADA>, <!subteam^S0SRE>' } },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] }],
      },
      { type: 'header', text: { type: 'plain_text', text: 'not <!everyone>' } },
    ];
    await client.apiCall('chat.postMessage', { channel, text: '<!channel> and &lt;!here&gt;', blocks });

    expect(slack.messages(channel)[0]?.notified).toEqual([
      { kind: 'broadcast', target: 'channel' },
      { kind: 'user', target: 'U0ADA' },
      { kind: 'usergroup', target: 'S0SRE' },
      { kind: 'broadcast', target: 'here' },
    ]);
  });
});

describe('editing', () => {
  it('replaces blocks by text alone, keeps metadata, and removes it when told', async () => {
    const metadata = { event_type: 'release', event_payload: { id: '1' } };
    const { ts = '' } = await client.chat.postMessage({
      channel,
      text,
      blocks: [{ type: 'divider' }],
      metadata,
    });

    await client.chat.update({ channel, ts, text: 'plain' });
    const kept = slack.messages(channel)[0];
    expect(kept).toMatchObject({ text: 'plain', blocks: [], metadata, revision: 1 });
    await client.apiCall('chat.update', { channel, ts, text: 'plain', metadata: {} });

    expect(slack.messages(channel)[0]).not.toHaveProperty('metadata');
  });

  it('marks an edit without blocks, and not one with blocks', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text });
    await client.chat.update({ channel, ts, text: 'new', blocks: [{ type: 'divider' }] });
    const silent = slack.messages(channel)[0]?.edited;
    await client.chat.update({ channel, ts, text: 'new' });

    expect(silent).toBeUndefined();
    expect(slack.messages(channel)[0]?.edited).toMatchObject({ user: slack.botUserId });
  });

  it('refuses what Slack refuses', async () => {
    const foreign = slack.as('U0ADA').say(channel, 'mine');
    const { ts = '' } = await client.chat.postMessage({ channel, text });
    const ephemeral = await client.chat.postEphemeral({ channel, user: 'U0ADA', text });

    expect(await refusal('chat.update', { channel, ts: '1.000000', text })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await refusal('chat.update', { channel, ts: ephemeral.message_ts, text })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await refusal('chat.update', { channel, ts: foreign.ts, text })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await refusal('chat.delete', { channel, ts: foreign.ts })).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await refusal('chat.update', { channel, ts, text: 'x'.repeat(4001) })).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await refusal('chat.update', { channel: '#team-payments', ts, text })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await refusal('chat.update', { channel, ts })).toMatchObject({ error: 'no_text' });
  });

  it('deletes its own messages and links to them', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text });
    const link = await client.chat.getPermalink({ channel, message_ts: ts });
    await client.chat.delete({ channel, ts });

    expect(link.permalink).toBe(`https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`);
    expect(slack.messages(channel)).toEqual([]);
  });
});

describe('ephemeral messages', () => {
  it('are seen by one person alone', async () => {
    await client.chat.postEphemeral({ channel, user: 'U0MEI', text: 'only you' });

    expect(slack.ephemerals(channel, 'U0MEI').map((message) => message.text)).toEqual(['only you']);
    expect(slack.messages(channel)).toEqual([]);
    expect(slack.transcript(channel)).toContain('Shipmate (only visible to Mei)');
    expect(slack.transcript(channel, { asUser: 'U0ADA' })).not.toContain('only you');
  });

  it('go to members only', async () => {
    expect(await refusal('chat.postEphemeral', { channel: 'C0SEARCH', user: 'U0ADA', text })).toMatchObject({
      error: 'user_not_in_channel',
    });
    expect(await refusal('chat.postEphemeral', { channel: 'C0GENERAL', user: 'U0ADA', text })).toMatchObject({
      error: 'not_in_channel',
    });
  });
});
