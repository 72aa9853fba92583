import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { webClient } from './support/bot.ts';

const channel = 'C0PAYMENTS';
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const log = 'config: DB_POOL_SIZE must be a number, got "ten"\nfatal: cannot start <!channel>';
const preformatted = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: log }] }],
};

const now = Date.UTC(2026, 10, 20, 14, 2);
let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startSlackStandIn({ limits: 'off', now: () => now });
});
afterEach(() => slack.close());

async function post(args: Record<string, unknown>): Promise<string> {
  await webClient(slack).apiCall('chat.postMessage', { channel, text: 'fallback', ...args });
  return slack.messages(channel)[0]?.ts ?? '';
}

it('reads a failing card with its thread', async () => {
  const ts = await post({
    blocks: [
      { type: 'header', text: plain('payments-api v43 is failing in prod-eu') },
      {
        type: 'plan',
        title: 'Release v43',
        tasks: [
          { type: 'task_card', task_id: 'b', title: 'build 2 min 40 s', status: 'complete' },
          {
            type: 'task_card',
            task_id: 'r',
            title: 'prod-eu',
            status: 'error',
            details: {
              type: 'rich_text',
              elements: [
                { type: 'rich_text_section', elements: [{ type: 'text', text: '2 of 5 pods crash' }] },
              ],
            },
          },
          { type: 'task_card', task_id: 's', title: 'prod-us', status: 'in_progress' },
          { type: 'task_card', task_id: 't', title: 'prod-ap', status: 'pending' },
        ],
      },
      {
        type: 'container',
        title: plain('Last lines'),
        subtitle: mrkdwn('pod *a*'),
        child_blocks: [preformatted],
      },
      {
        type: 'section',
        text: mrkdwn('*Try:* <https://runbook.example|the runbook>, `kubectl logs` :warning: 1 &lt; 2'),
        fields: [
          mrkdwn('*Since*\n<!date^1795183200^{date_short} {time}|then>'),
          mrkdwn('*Owner*\n<!subteam^S0PAYMENTS>'),
        ],
      },
      { type: 'divider' },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'a', text: plain('Roll back to v42') },
          { type: 'overflow', action_id: 'b', options: [{ text: plain('Mute'), value: 'm' }] },
        ],
      },
      { type: 'context', elements: [mrkdwn('by <@U0ADA> in <#C0PAYMENTS>')] },
    ],
  });
  await post({ text: '<@U0ADA> v43 does not start:\n```\nfatal: cannot start\n```', thread_ts: ts });
  await webClient(slack).chat.postEphemeral({
    channel,
    user: 'U0MEI',
    text: 'Rolling back needs someone of team payments.',
  });

  expect(slack.transcript(channel)).toMatchInlineSnapshot(`
    "#team-payments
    Shipmate
      payments-api v43 is failing in prod-eu
      ▸ Release v43
        ✓ build 2 min 40 s
        ✗ prod-eu
          2 of 5 pods crash
        ● prod-us
        ○ prod-ap
      ▾ Last lines · pod a
        │ config: DB_POOL_SIZE must be a number, got "ten"
        │ fatal: cannot start <!channel>
      Try: the runbook, kubectl logs ⚠️ 1 < 2
      Since: 20 Nov 2026 14:00   Owner: @payments
      ────────
      [ Roll back to v42 ]  [ … ]
      by @Ada in #team-payments
      ↳ Shipmate
          @Ada v43 does not start:
          │ fatal: cannot start
    Shipmate (only visible to Mei)
      Rolling back needs someone of team payments."
  `);
});

it('reads tables, lists, markdown, and files nothing away', async () => {
  await post({
    blocks: [
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'Pod' },
            { type: 'raw_text', text: 'Restarts' },
          ],
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_number', value: 3, text: '3' },
          ],
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] },
              { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U0GRACE' }] },
            ],
          },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a quote' }] },
        ],
      },
      { type: 'markdown', text: '**bold**' },
      { type: 'card', title: mrkdwn('Card'), body: mrkdwn('Body') },
    ],
  });

  expect(slack.transcript(channel)).toMatchInlineSnapshot(`
    "#team-payments
    Shipmate
      Pod | Restarts
      a | 3
      1. first
      2. @Grace
      ┃ a quote
      **bold**
      Card
      Body"
  `);
});

it('shows times when asked, and no edited marks', async () => {
  const ts = await post({ text: '*bold* _italic_ ~gone~\n&gt; quoted' });
  await webClient(slack).chat.update({ channel, ts, text: 'edited' });
  slack.as('U0ADA').say(channel, 'thanks');

  expect(slack.transcript(channel, { times: true })).toMatchInlineSnapshot(`
    "#team-payments
    Shipmate  14:02
      edited
    Ada  14:02
      thanks"
  `);
});

it('tells what was seen when a wait is given up', async () => {
  await post({ text: 'the only message' });

  const waiting = slack.waitFor(() => undefined, { timeoutMs: 20, what: 'a rollback' });

  await expect(waiting).rejects.toThrow(
    /20 ms for a rollback[\s\S]*#team-payments\nShipmate\n {2}the only message/,
  );
});
