import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { failureOf, origin, slackOnNock, useNock } from './slack-on-nock.ts';

const message = { text: 'payments-api is muted', blocks: [{ type: 'divider' }] };
const hooks = 'https://hooks.slack.test';
const responseUrl = `${hooks}/commands/T0ACME/1/secret`;

useNock();

describe('an answer to the address of a request', () => {
  it('is for the eyes of whoever asked, and replaces nothing', async () => {
    const sent: unknown[] = [];
    nock(hooks)
      .post('/commands/T0ACME/1/secret', (body) => {
        sent.push(body);
        return true;
      })
      .reply(200, 'ok');

    await slackOnNock().chat.respond({ responseUrl, message });

    expect(sent).toEqual([
      { response_type: 'ephemeral', replace_original: false, text: message.text, blocks: message.blocks },
    ]);
  });

  it('of text alone has no blocks, because Slack refuses an empty list', async () => {
    const sent: object[] = [];
    nock(hooks)
      .post(/commands/, (body) => {
        sent.push(body);
        return true;
      })
      .reply(200, { ok: true });

    await slackOnNock().chat.respond({ responseUrl, message: { text: 'so', blocks: [] } });

    expect(sent[0]).not.toHaveProperty('blocks');
  });

  it.each([
    [404, { ok: false, error: 'used_url' }, 'used_url'],
    [404, { ok: false, error: 'expired_url' }, 'expired_url'],
    [404, 'no_such_hook', 'expired_url'],
    [400, { ok: false, error: 'invalid_blocks' }, 'invalid_blocks'],
    [200, { ok: false, error: 'invalid_blocks' }, 'invalid_blocks'],
  ])('that ends in %s %j is permanent: %s', async (status, body, code) => {
    nock(hooks)
      .post(/commands/)
      .reply(status, body);

    const failure = await failureOf(slackOnNock().chat.respond({ responseUrl, message }));

    expect(failure).toBeInstanceOf(PermanentError);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).not.toContain('secret');
  });

  it('that is limited says for how long', async () => {
    nock(hooks)
      .post(/commands/)
      .reply(429, '', { 'retry-after': '7' });

    const failure = await failureOf(slackOnNock().chat.respond({ responseUrl, message }));

    expect(failure).toMatchObject({ code: 'ratelimited', retryAfterMs: 7_000 });
  });

  it('that broke on the way may have been given', async () => {
    nock(hooks)
      .post(/commands/)
      .reply(502, 'bad gateway');
    nock(hooks)
      .post(/commands/)
      .replyWithError('reset');

    const failures = [
      await failureOf(slackOnNock().chat.respond({ responseUrl, message })),
      await failureOf(slackOnNock().chat.respond({ responseUrl, message })),
    ];

    for (const failure of failures) {
      expect(failure).toBeInstanceOf(TransientError);
      expect(failure).toMatchObject({ outcome: 'unknown' });
    }
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'])('that never left, %s, was not given', async (code) => {
    nock(hooks)
      .post(/commands/)
      .replyWithError(Object.assign(new Error('no way'), { code }));

    const failure = await failureOf(slackOnNock().chat.respond({ responseUrl, message }));

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ code: 'unreachable', outcome: 'not-done' });
    expect(String(failure)).not.toContain('secret');
  });

  it.each(['http://169.254.169.254/latest', 'file:///etc/passwd', 'no address', ''])(
    'is not sent to %j, which is no address of Slack',
    async (address) => {
      const failure = await failureOf(slackOnNock().chat.respond({ responseUrl: address, message }));

      expect(failure).toMatchObject({ code: 'invalid_response_url' });
    },
  );

  it('goes to a stand-in without TLS when the Web API is there, too', async () => {
    nock(origin).post('/respond/1').reply(200, 'ok');

    await slackOnNock().chat.respond({ responseUrl: `${origin}/respond/1`, message });

    expect(nock.isDone()).toBe(true);
  });
});
