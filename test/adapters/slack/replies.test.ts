import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { answers, failureOf, origin, slackOnNock, useNock } from './slack-on-nock.ts';

useNock();

const respond = (message: object = { text: 'At last' }) =>
  slackOnNock().replies.respond({ responseUrl: `${origin}/respond/1`, message });

describe('a reply to what a person did', () => {
  it('is for their eyes only and replaces nothing, unless it says otherwise', async () => {
    const sent: unknown[] = [];
    nock(origin)
      .post('/respond/1', (body) => sent.push(body) > 0)
      .times(2)
      .reply(200, 'ok');

    await respond();
    await respond({ text: 'All is well', response_type: 'in_channel' });

    expect(sent).toEqual([
      { response_type: 'ephemeral', replace_original: false, text: 'At last' },
      { response_type: 'in_channel', replace_original: false, text: 'All is well' },
    ]);
  });

  it.each([
    [404, PermanentError, undefined],
    [410, PermanentError, undefined],
    [429, TransientError, 'not-done'],
    [503, TransientError, 'unknown'],
  ])('that is answered with HTTP %i ends in the right error', async (status, kind, outcome) => {
    nock(origin).post('/respond/1').reply(status, 'no');

    const failure = await failureOf(respond());

    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject(outcome === undefined ? {} : { outcome });
  });

  it('that never left is known not to have been shown', async () => {
    const connection = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    nock(origin).post('/respond/1').replyWithError(connection);

    expect(await failureOf(respond())).toMatchObject({ code: 'unreachable', outcome: 'not-done' });
  });

  it('in a dialog names it by its id', async () => {
    const view = { type: 'modal', blocks: [] };
    const call = answers('views.update', { ok: true });

    await slackOnNock().chat.updateView({ viewId: 'V1', view });

    expect(call.isDone()).toBe(true);
  });

  it('in a dialog that was closed is refused for good', async () => {
    answers('views.update', { ok: false, error: 'not_found' });

    const failure = await failureOf(slackOnNock().chat.updateView({ viewId: 'V1', view: {} }));

    expect(failure).toBeInstanceOf(PermanentError);
    expect(failure).toMatchObject({ code: 'not_found' });
  });
});
