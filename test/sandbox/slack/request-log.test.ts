import { expect, it, onTestFinished } from 'vitest';
import { startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { webClient } from './support/bot.ts';
import { errorOf } from './support/error-of.ts';

const channel = 'C0PAYMENTS';
const text = 'hello';

it('what was asked is on record, with what the bot calls the message and what came of it', async () => {
  const slack = await startSlackStandIn({ limits: 'off' });
  onTestFinished(() => slack.close());
  const { chat } = webClient(slack);
  const metadata = { event_type: 'shipmate_message', event_payload: { key: 'card-1:card' } };
  const { ts } = await chat.postMessage({ channel: '#team-payments', text, metadata });
  await errorOf(chat.update({ channel, ts: '1.000000', text }));

  const at = expect.any(Number);
  expect(slack.requests).toEqual([
    { at, method: 'chat.postMessage', channel, key: 'card-1:card', ts, ok: true, status: 200 },
    { at, method: 'chat.update', channel, ok: false, error: 'message_not_found', status: 200 },
  ]);
});
