import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from './support/bot.ts';

const channel = 'C0PAYMENTS';
const ada = 'U0ADA';

const rollBackBlocks = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*payments-api* v43 is failing' } },
  {
    type: 'actions' as const,
    block_id: 'card-actions',
    elements: [
      {
        type: 'button' as const,
        action_id: 'release.roll-back',
        text: { type: 'plain_text' as const, text: 'Roll back to v42' },
        style: 'danger' as const,
        value: 'release-1',
        confirm: {
          title: { type: 'plain_text' as const, text: 'Roll back?' },
          text: { type: 'plain_text' as const, text: 'To v42.' },
        },
      },
    ],
  },
];

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.close());

describe('a bot and its Slack', () => {
  it('posts a card, hears the click, and edits the card', async () => {
    bot.app.action('release.roll-back', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions' || !body.message) return;
      await client.chat.update({
        channel,
        ts: String(body.message['ts']),
        text: `rolled back by <@${body.user.id}>`,
      });
    });
    const { ts } = await bot.client.chat.postMessage({
      channel: '#team-payments',
      text: 'failing',
      blocks: rollBackBlocks,
    });

    const delivery = await bot.slack
      .as(ada)
      .click({ channel, ts: String(ts), buttonText: 'Roll back to v42', confirm: true });
    const edited = await bot.slack.waitFor(() =>
      bot.slack.messages(channel).find((message) => message.revision === 1),
    );

    expect(delivery.status).toBe(200);
    expect(edited.pings).toEqual([{ kind: 'user', target: ada }]);
    expect(edited.notified).toEqual([]);
    expect(bot.slack.transcript(channel)).toBe('#team-payments\nShipmate\n  rolled back by @Ada');
    expect(bot.slack.deliveryErrors).toEqual([]);
  });

  it('does not let a person past a confirm dialog unasked', async () => {
    const { ts } = await bot.client.chat.postMessage({ channel, text: 'failing', blocks: rollBackBlocks });
    const target = { channel, ts: String(ts), actionId: 'release.roll-back' };

    const unasked = bot.slack.as(ada).click(target);
    const denied = await bot.slack.as(ada).click({ ...target, confirm: false });

    await expect(unasked).rejects.toThrow('asks for confirmation');
    expect(denied.isSent).toBe(false);
  });

  it('opens a modal, takes its submission, and shows the errors in it', async () => {
    bot.app.command('/oncall', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'page',
          title: { type: 'plain_text', text: 'Page on-call' },
          submit: { type: 'plain_text', text: 'Page' },
          blocks: [
            {
              type: 'input',
              block_id: 'why',
              label: { type: 'plain_text', text: 'Why' },
              element: { type: 'plain_text_input', action_id: 'text' },
            },
          ],
        },
      });
    });
    bot.app.view('page', async ({ ack, view }) => {
      const reason = view.state.values['why']?.['text']?.value ?? '';
      if (reason.length < 5) await ack({ response_action: 'errors', errors: { why: 'Say a little more.' } });
      else await ack();
    });
    const actor = bot.slack.as(ada);
    await actor.command('/oncall', 'payments', channel);
    await bot.slack.waitFor(() => bot.slack.views(ada)[0], { what: 'the modal' });

    await actor.submit({ why: 'down' });
    const errors = bot.slack.views(ada)[0]?.errors;
    await actor.submit({ why: 'checkout is down' });

    expect(errors).toEqual({ why: 'Say a little more.' });
    expect(bot.slack.views(ada)).toEqual([]);
  });

  it('replays a request byte for byte', async () => {
    const bodies: string[] = [];
    bot.app.command('/oncall', async ({ ack, body }) => {
      bodies.push(body.trigger_id);
      await ack('noted');
    });

    const first = await bot.slack.as(ada).command('/oncall', 'payments', channel);
    const second = await bot.slack.as(ada).replay(first);

    expect(second.request).toEqual(first.request);
    expect(bodies).toHaveLength(2);
    expect(new Set(bodies).size).toBe(1);
    expect(bot.slack.ephemerals(channel, ada).map((message) => message.text)).toEqual(['noted']);
  });
});
