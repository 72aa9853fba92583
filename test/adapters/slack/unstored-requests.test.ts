import { describe, expect, it } from 'vitest';
import { openBot } from './open-bot.ts';
import { json, payload } from './signed.ts';

describe('what is not stored', () => {
  const menu = payload({
    type: 'block_suggestion',
    user: { id: 'U1' },
    action_id: 'service',
    block_id: 'b',
    value: 'pay',
  });

  it('are the choices of a menu, which are answered at once', async () => {
    const { app, send, store } = await openBot();
    const text = { type: 'plain_text', text: 'payments' } as const;
    app.options('service', ({ ack }) => ack({ options: [{ text, value: 'payments' }] }));

    const response = await send(menu);

    expect(response.json()).toEqual({ options: [{ text, value: 'payments' }] });
    expect(await store.inbox.depth()).toEqual({ waiting: 0, dead: 0 });
  });

  it('fails with a reference in the log', async () => {
    const { app, send, log } = await openBot();
    app.options('service', async () => {
      throw new TypeError('hunter2');
    });

    const response = await send(menu);

    expect([response.statusCode, response.body]).toEqual([500, '']);
    expect(log.at('error')[0]?.fields).toMatchObject({ reference: expect.stringMatching(/^[0-9a-f]{8}$/) });
  });

  it('are the questions of Slack itself', async () => {
    const { send, log } = await openBot();

    const checked = await send({
      body: 'ssl_check=1&token=x',
      contentType: 'application/x-www-form-urlencoded',
    });
    const warned = await send({
      body: JSON.stringify({ type: 'app_rate_limited', team_id: 'T1' }),
      contentType: json,
    });

    expect([checked.statusCode, warned.statusCode]).toEqual([200, 200]);
    expect(log.at('error').map(({ message }) => message)).toEqual([
      expect.stringContaining('Slack withholds events'),
    ]);
  });
});
