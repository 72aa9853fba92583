import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import { createServer } from '../../../src/http/index.ts';
import { openReceiver } from './open-receiver.ts';

const clock = { now: () => Date.now() };

describe('the receiver against the Slack stand-in', () => {
  let standIn: SlackStandIn;
  let close: () => Promise<void>;
  let pressed: string[];

  beforeEach(async () => {
    standIn = await startSlackStandIn();
    const { receiver, inbox, log, store } = await openReceiver({ signingSecret: standIn.signingSecret });
    const server = createServer({ log, health: { readiness: () => ({ isReady: true, because: '' }) } });
    pressed = [];
    receiver.app.action('rollout.roll-back', async ({ ack, body }) => {
      await ack();
      pressed.push(body.user.id);
    });
    receiver.app.command('/oncall', async ({ ack, command }) => ack(`on call for ${command.text}: Ada`));
    await server.register(receiver.plugin);
    inbox.start();
    standIn.connect(await server.listen({ host: '127.0.0.1', port: 0 }));
    const { chat } = createSlack({ botToken: standIn.botToken, apiUrl: standIn.apiUrl, log, clock });
    const button = (text: string, action: object) => ({
      type: 'button',
      text: { type: 'plain_text', text },
      ...action,
    });
    const elements = [
      button('Roll back', { action_id: 'rollout.roll-back', value: 'offer-1' }),
      button('Open build', { action_id: 'build.open', url: 'https://ci.example/7' }),
    ];
    const message = { text: 'v43 is failing', blocks: [{ type: 'actions', elements }] };
    await chat.post({ channel: '#team-payments', key: 'card-1:card', message });
    close = async () => {
      await server.close();
      await inbox.stop();
      await store.close();
      await standIn.close();
    };
  });

  afterEach(() => close());

  const target = (buttonText: string) => {
    const [message] = standIn.messages('C0PAYMENTS');
    return { channel: 'C0PAYMENTS', ts: message?.ts ?? '', buttonText };
  };

  it('hears a press once, also when the request is replayed', async () => {
    const ada = standIn.as('U0ADA');
    const delivery = await ada.click(target('Roll back'));

    const replay = await ada.replay(delivery);

    expect([delivery.status, replay.status]).toEqual([200, 200]);
    expect(pressed).toEqual(['U0ADA']);
    expect(standIn.deliveryErrors).toEqual([]);
  });

  it('acknowledges link buttons at once', async () => {
    const delivery = await standIn.as('U0LINUS').click(target('Open build'));

    expect(delivery.status).toBe(200);
    expect(delivery.tookMs).toBeLessThan(1_000);
    expect(pressed).toEqual([]);
  });

  it('answers commands and the url verification', async () => {
    const command = await standIn.as('U0MEI').command('/oncall', 'payments', 'C0GENERAL');
    const verification = await standIn.verifyUrl();

    expect(command.body).toBe('on call for payments: Ada');
    expect(verification.status).toBe(200);
    expect(standIn.deliveryErrors).toEqual([]);
  });
});
