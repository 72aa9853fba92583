import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { eventually } from '../../until.ts';
import { openBot, restart } from './open-bot.ts';
import { doneView, workingView } from './open-receiver.ts';
import { command, submission } from './signed.ts';

describe('a command', () => {
  it('is answered with what its listener acknowledges it with, and has the arguments of Bolt', async () => {
    const { app, send, shown } = await openBot();
    const given: unknown[] = [];
    app.command('/shipmate', async ({ ack, command: typed, respond, client, context, logger, say }) => {
      given.push(
        typeof respond,
        typeof client.chat.postMessage,
        typeof logger.info,
        typeof say,
        context.isEnterpriseInstall,
      );
      await ack(`You said ${typed.text}`);
    });

    const response = await send(command('status'));

    expect(response.body).toBe('You said status');
    expect(given).toEqual(['function', 'function', 'function', 'function', false]);
    expect(shown).toEqual([]);
  });

  it('is acknowledged as soon as its listener does, and its work goes on', async () => {
    const { app, send } = await openBot();
    const gate = Promise.withResolvers<void>();
    app.command('/shipmate', async ({ ack }) => {
      await ack();
      await gate.promise;
    });

    const response = await send(command('status'));
    gate.resolve();

    expect(response.statusCode).toBe(200);
    expect(response.body).toBe('');
  });

  it('may be answered with blocks', async () => {
    const { app, send } = await openBot();
    app.command('/shipmate', ({ ack }) => ack({ response_type: 'in_channel', text: 'All is well' }));

    const response = await send(command('status'));

    expect(response.json()).toEqual({ response_type: 'in_channel', text: 'All is well' });
    expect(response.headers['content-type']).toMatch(/^application\/json/);
  });

  it('is answered where it was typed when its listener takes longer than Slack waits', async () => {
    const { app, send, shown } = await openBot({ answerWithinMs: 20 });
    const gate = Promise.withResolvers<void>();
    app.command('/shipmate', async ({ ack }) => {
      await gate.promise;
      await ack('At last');
    });

    const response = await send(command('status'));
    gate.resolve();

    expect([response.statusCode, response.body]).toEqual([200, '']);
    await eventually(() =>
      expect(shown).toEqual([
        {
          how: 'respond',
          what: { responseUrl: 'https://slack.test/respond', message: { text: 'At last', blocks: [] } },
        },
      ]),
    );
  });

  it('is answered after a restart, once', async () => {
    const before = await openBot({ isStarted: false, answerWithinMs: 5 });
    await before.send(command('status'));

    const after = await restart(before);
    after.app.command('/shipmate', ({ ack }) => ack('All is well'));
    after.inbox.start();
    await after.settled('command/trigger-of-status');
    await after.send(command('status'));

    expect(after.shown).toMatchObject([{ how: 'respond', what: { message: { text: 'All is well' } } }]);
  });

  it('is not answered twice when its listener fails after the answer', async () => {
    const { app, send, shown, settled } = await openBot();
    let attempts = 0;
    app.command('/shipmate', async ({ ack }) => {
      await ack('Yes');
      attempts += 1;
      if (attempts === 1) throw new TransientError('unreachable', 'Slack cannot be reached.');
    });

    const response = await send(command('status'));
    await settled('command/trigger-of-status');

    expect(response.body).toBe('Yes');
    expect(attempts).toBe(2);
    expect(shown).toEqual([]);
  });

  it('that nobody listens to is acknowledged', async () => {
    const { send } = await openBot();

    expect((await send(command('status', { command: '/nobody' }))).statusCode).toBe(200);
  });
});

describe('a submission', () => {
  const refusal = {
    type: 'modal',
    title: { type: 'plain_text', text: 'Not rolled back' },
    blocks: [],
  } as const;

  it('is answered with what its listener decides', async () => {
    const { app, send } = await openBot();
    app.view('rollback.confirm', ({ ack }) =>
      ack({ response_action: 'update', view: { ...refusal, blocks: [] } }),
    );

    const response = await send(submission('rollback.confirm'));

    expect(response.json()).toEqual({ response_action: 'update', view: refusal });
  });

  it('shows that it has arrived when the answer takes too long, and then the answer', async () => {
    const { app, send, shown } = await openBot({ answerWithinMs: 20 });
    const gate = Promise.withResolvers<void>();
    app.view('rollback.confirm', async ({ ack }) => {
      await gate.promise;
      await ack({ response_action: 'update', view: { ...refusal, blocks: [] } });
    });

    const response = await send(submission('rollback.confirm'));
    gate.resolve();

    expect(response.json()).toEqual({ response_action: 'update', view: workingView });
    await eventually(() =>
      expect(shown).toEqual([{ how: 'updateView', what: { viewId: 'V1', view: refusal } }]),
    );
  });

  it('acts although the process died before, once, and says so where the dialog still is', async () => {
    const before = await openBot({ isStarted: false, answerWithinMs: 5 });
    await before.send(submission('rollback.confirm'));

    const after = await restart(before);
    const accepted: string[] = [];
    after.app.view('rollback.confirm', async ({ ack, view, context }) => {
      accepted.push(view.private_metadata);
      await after.store.transaction((session) => context['errand'].settle(session));
      await ack();
    });
    after.inbox.start();
    await after.settled('view_submission/trigger-of-rollback.confirm/V1/1.a');
    await after.send(submission('rollback.confirm'));

    expect(accepted).toEqual(['offer-1']);
    await eventually(() =>
      expect(after.shown).toEqual([{ how: 'updateView', what: { viewId: 'V1', view: doneView } }]),
    );
  });

  it('stands when its late answer cannot be shown any more', async () => {
    const before = await openBot({ isStarted: false, answerWithinMs: 5 });
    await before.send(submission('rollback.confirm'));

    const after = await restart(before, {
      failures: [new PermanentError('not_found', 'The dialog was closed.')],
    });
    let runs = 0;
    after.app.view('rollback.confirm', async ({ ack }) => {
      runs += 1;
      await ack();
    });
    after.inbox.start();
    await after.settled('view_submission/trigger-of-rollback.confirm/V1/1.a');

    expect(runs).toBe(1);
    expect(after.log.at('warn').map(({ message }) => message)).toContain('a late answer could not be shown');
  });
});
