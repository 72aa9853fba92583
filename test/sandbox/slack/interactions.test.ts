import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { startTestBot, type TestBot } from './support/bot.ts';

const channel = 'C0PAYMENTS';
const ada = 'U0ADA';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const actions = (...elements: object[]) => ({ type: 'actions', block_id: 'card', elements });
const button = { type: 'button', action_id: 'mute', text: plain('Mute 1 h'), value: 'release-1' };

let now: number;
let bot: TestBot;
beforeEach(async () => {
  now = Date.now();
  bot = await startTestBot({ now: () => now });
});
afterEach(() => bot.close());

async function post(...blocks: object[]): Promise<string> {
  await bot.client.apiCall('chat.postMessage', { channel, text: 'card', blocks });
  return bot.slack.messages(channel).at(-1)?.ts ?? '';
}

describe('a slash command that the app does not declare', () => {
  it('is answered by Slack, to whoever typed it, and never reaches the bot', async () => {
    const slack = await startSlackStandIn({ commands: ['/ship'] });
    onTestFinished(() => slack.close());

    const delivery = await slack.as(ada).command('/oncall', 'payments', channel);

    const [answer] = slack.ephemerals(channel, ada);
    expect(delivery.isSent).toBe(false);
    expect(answer?.text).toMatch(/^`\/oncall` is not a valid command\. /);
    expect(slack.ephemerals(channel, 'U0LINUS')).toEqual([]);
    expect(slack.transcript(channel)).toContain('Slackbot (only visible to Ada)');
    await expect(slack.as(ada).command('/ship', '', channel)).rejects.toThrow('knows no bot');
  });
});

describe('requests to the bot', () => {
  it('carry a signature over time and body', async () => {
    bot.app.action('mute', ({ ack }) => ack());
    const { request } = await bot.slack
      .as(ada)
      .click({ channel, ts: await post(actions(button)), actionId: 'mute' });

    const stamp = request.headers['x-slack-request-timestamp'];
    const digest = createHmac('sha256', bot.slack.signingSecret)
      .update(`v0:${stamp}:${request.body}`)
      .digest('hex');

    expect(request.headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('are refused by Bolt when they are stale, and that is told', async () => {
    bot.app.action('mute', ({ ack }) => ack());
    const ts = await post(actions(button));
    now -= 6 * 60_000;

    const delivery = await bot.slack.as(ada).click({ channel, ts, actionId: 'mute' });

    expect(delivery.status).toBe(401);
    expect(bot.slack.deliveryErrors).toMatchObject([{ what: 'block_actions mute', reason: 'refused' }]);
  });

  it('tell of the message, the person and the place', async () => {
    bot.app.action('mute', ({ ack }) => ack());
    const ts = await post(
      actions(button, {
        type: 'static_select',
        action_id: 'for',
        options: [{ text: plain('1 h'), value: '1h' }],
      }),
    );
    const { request } = await bot.slack.as(ada).click({ channel, ts, buttonText: 'Mute 1 h' });

    const payload = JSON.parse(new URLSearchParams(request.body).get('payload') ?? '');

    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: ada, username: 'ada', team_id: 'T0ACME' },
      api_app_id: 'A0SHIPMATE',
      team: { id: 'T0ACME', domain: 'acme' },
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'team-payments' },
      message: { ts, bot_id: bot.slack.botId, text: 'card' },
      state: { values: { card: { for: { type: 'static_select', selected_option: null } } } },
      actions: [
        { action_id: 'mute', block_id: 'card', type: 'button', value: 'release-1', text: plain('Mute 1 h') },
      ],
    });
    expect(payload.trigger_id).toMatch(/^\d+\.\d+\.[0-9a-f]+$/);
    expect(payload.response_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/respond\//);
  });

  it('carry what is chosen in a menu', async () => {
    const chosen: unknown[] = [];
    bot.app.action('for', async ({ ack, payload }) => {
      await ack();
      chosen.push(payload.type === 'static_select' ? payload.selected_option.value : payload);
    });
    const ts = await post(
      actions({ type: 'static_select', action_id: 'for', options: [{ text: plain('1 h'), value: '1h' }] }),
    );

    await bot.slack.as(ada).select({ channel, ts, actionId: 'for' }, '1 h');

    expect(chosen).toEqual(['1h']);
    await expect(bot.slack.as(ada).select({ channel, ts, actionId: 'for' }, '2 h')).rejects.toThrow(
      'no option "2 h"',
    );
  });

  it('prove the address, and repeat events with the reason', async () => {
    const seen: string[] = [];
    bot.app.event('app_mention', async ({ body }) => {
      seen.push(body.event_id);
    });
    const mention = { type: 'app_mention', user: ada, channel, text: 'hi', ts: '1.000000' };

    const proof = await bot.slack.verifyUrl();
    const event = await bot.slack.sendEvent(mention, { eventId: 'Ev1', attempt: 1, reason: 'http_timeout' });
    await bot.slack.waitFor(() => seen.length === 1);

    expect(JSON.parse(proof.body)).toEqual({ challenge: JSON.parse(proof.request.body).challenge });
    expect(event.request.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_timeout',
    });
    expect(seen).toEqual(['Ev1']);
  });

  it('offer message shortcuts', async () => {
    const seen: string[] = [];
    bot.app.shortcut('pin_to_incident', async ({ ack, shortcut }) => {
      await ack();
      if (shortcut.type === 'message_action') seen.push(shortcut.message_ts);
    });
    const ts = await post(actions(button));

    await bot.slack.as(ada).shortcut('pin_to_incident', { channel, ts });

    expect(seen).toEqual([ts]);
  });

  it('cannot be made by people who do not see the message', async () => {
    const { message_ts = '' } = await bot.client.chat.postEphemeral({ channel, user: 'U0MEI', text: 'psst' });

    await expect(bot.slack.as(ada).click({ channel, ts: message_ts, actionId: 'mute' })).rejects.toThrow(
      'does not see',
    );
    await expect(bot.slack.as('U0LINUS').command('/oncall', '', 'C0SEARCH')).rejects.toThrow('not in');
    expect(() => bot.slack.as('U0NOBODY')).toThrow('no person');
  });
});

describe('a slow or absent bot', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is told apart from a good one', async () => {
    server = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    bot.slack.connect(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);

    const delivery = await bot.slack.as(ada).command('/oncall', '', channel);

    expect(delivery.status).toBe(0);
    expect(bot.slack.deliveryErrors).toMatchObject([{ what: '/oncall', reason: 'no-answer' }]);
  });
});

describe('response_url', () => {
  it('replaces, deletes, adds for one or for all, five times in half an hour', async () => {
    const urls: string[] = [];
    bot.app.action('mute', async ({ ack, body }) => {
      await ack();
      if (body.type === 'block_actions') urls.push(body.response_url);
    });
    await bot.slack.as(ada).click({ channel, ts: await post(actions(button)), actionId: 'mute' });
    const respond = (body: object) =>
      fetch(urls.at(-1) ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    await respond({ replace_original: true, text: 'muted' });
    await respond({ text: 'for Ada' });
    await respond({ response_type: 'in_channel', text: 'for all' });
    const wrong = await respond({ text: 'a', blocks: [{ type: 'nonsense' }] });
    await respond({ delete_original: true });
    const sixth = await respond({ text: 'too often' });

    expect(bot.slack.messages(channel).map((message) => message.text)).toEqual(['for all']);
    expect(bot.slack.ephemerals(channel, ada).map((message) => message.text)).toEqual(['for Ada']);
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_blocks' }),
    ]);
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('ends after half an hour', async () => {
    const urls: string[] = [];
    bot.app.command('/oncall', async ({ ack, body }) => {
      urls.push(body.response_url);
      await ack();
    });
    await bot.slack.as(ada).command('/oncall', '', channel);
    now += 30 * 60_000 + 1;

    const late = await fetch(urls[0] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"late"}',
    });

    expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
  });
});
