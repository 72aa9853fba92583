import { describe, expect, it, vi } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { eventually } from '../../until.ts';
import { openBot, restart } from './open-bot.ts';
import { press } from './signed.ts';

const expired = () => new PermanentError('expired_trigger_id', 'Too late.');

describe('a press', () => {
  it('is acknowledged when it is stored, and processed at once', async () => {
    const { app, send } = await openBot();
    const pressed: string[] = [];
    app.action('roll-back', async ({ ack, body }) => {
      await ack();
      pressed.push(body.user.id);
    });

    const response = await send(press('roll-back'));

    expect(response.statusCode).toBe(200);
    await eventually(() => expect(pressed).toEqual(['U1']));
  });

  it.each<[string, object, object]>([
    ['on a card', {}, { channel: 'C1', responseUrl: 'https://slack.test/respond' }],
    ['without an address to answer to', { response_url: undefined }, { channel: 'C1' }],
    ['in a dialog', { response_url: undefined, channel: undefined }, { channel: 'U1' }],
  ])('%s during a restart is explained to whoever pressed, once', async (_, more, what) => {
    const before = await openBot({ isStarted: false });
    await before.send(press('roll-back', more));
    await new Promise((resolve) => setTimeout(resolve, 5));

    const after = await restart(before);
    after.app.action('roll-back', async ({ ack }) => {
      await ack();
      throw expired();
    });
    after.inbox.start();
    await after.settled('block_actions/trigger-of-roll-back/roll-back');
    await after.send(press('roll-back', more));

    expect(after.shown).toMatchObject([{ how: 'answer', what: { user: 'U1', ...what } }]);
    expect(JSON.stringify(after.shown)).toContain('I was restarting when you pressed “Roll back to v42”');
  });

  it('is explained together with the mark that it is done, or not at all', async () => {
    const { app, send, shown, store, settled } = await openBot();
    app.action('roll-back', async () => {
      throw expired();
    });
    const real = store.transaction.bind(store);
    let failures = 1;
    vi.spyOn(store, 'transaction').mockImplementation((work) =>
      real(async (session) => {
        const result = await work(session);
        if (shown.length > 0 && failures > 0) {
          failures -= 1;
          shown.length = 0;
          throw new TransientError('lost', 'The connection is gone.');
        }
        return result;
      }),
    );

    await send(press('roll-back'));
    await settled('block_actions/trigger-of-roll-back/roll-back');

    expect(failures).toBe(0);
    expect(shown).toHaveLength(1);
    expect(JSON.stringify(shown)).toContain('I took longer than the 3 s');
  });

  it('for which a dialog was opened before the crash says nothing', async () => {
    const { app, send, shown, settled } = await openBot();
    app.action('roll-back', async () => {
      throw new PermanentError('exchanged_trigger_id', 'Used already.');
    });

    await send(press('roll-back'));
    await settled('block_actions/trigger-of-roll-back/roll-back');

    expect(shown).toEqual([]);
  });

  it('that is found long after it was made is not carried out, and its person hears so', async () => {
    let now = Date.now();
    const clock = { now: () => now };
    const before = await openBot({ isStarted: false, clock });
    await before.send(press('roll-back'));
    now += 5 * 60_000 + 1;

    const after = await restart(before, { clock });
    const pressed: unknown[] = [];
    after.app.action('roll-back', async ({ body }) => void pressed.push(body));
    after.inbox.start();
    await eventually(() => expect(after.shown).toHaveLength(1));

    expect(pressed).toEqual([]);
    expect(JSON.stringify(after.shown)).toContain('more than 5 minutes later');
  });

  it('that fails again and again is given up, logged once, and its person is told', async () => {
    const { app, send, shown, log } = await openBot();
    let attempts = 0;
    app.action('roll-back', async ({ ack }) => {
      await ack();
      attempts += 1;
      throw new TypeError('hunter2');
    });

    const response = await send(press('roll-back'));
    await eventually(() => expect(shown).toHaveLength(1));

    expect(response.statusCode).toBe(200);
    expect(attempts).toBe(3);
    const [line, ...more] = log.at('error');
    expect(more).toEqual([]);
    expect(line?.fields).toMatchObject({ reference: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(JSON.stringify(shown)).toContain(String(Reflect.get(line?.fields ?? {}, 'reference')));
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });
});
