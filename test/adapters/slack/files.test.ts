import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import { answers, failureOf, origin, slackOnNock, useNock } from './slack-on-nock.ts';

const uploads = 'https://files.slack.test';
const ticket = { ok: true, upload_url: `${uploads}/upload/v1/abc`, file_id: 'F1' };
const file = { filename: 'payments-api.log', text: 'fatal ⚓\n' };

useNock();

describe('staging a file', () => {
  it('asks for its length in bytes, sends the bytes, and answers the id', async () => {
    const asked: URLSearchParams[] = [];
    const sent: string[] = [];
    nock(origin)
      .post('/api/files.getUploadURLExternal', (body) => {
        asked.push(new URLSearchParams(body));
        return true;
      })
      .reply(200, ticket);
    nock(uploads)
      .post('/upload/v1/abc', (body) => {
        sent.push(String(body));
        return true;
      })
      .reply(200, 'OK');

    const id = await slackOnNock().chat.stageFile(file);

    expect(id).toBe('F1');
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ filename: 'payments-api.log', length: '10' });
    expect(sent).toEqual([file.text]);
  });

  it('does not send the token to the address of the upload', async () => {
    answers('files.getUploadURLExternal', ticket);
    const upload = nock(uploads, { badheaders: ['authorization', 'cookie'] })
      .post('/upload/v1/abc')
      .reply(200, 'OK');

    await slackOnNock().chat.stageFile(file);

    expect(upload.isDone()).toBe(true);
  });

  it.each([
    [500, TransientError, 'http_500'],
    [408, TransientError, 'http_408'],
    [404, PermanentError, 'file_upload_failed'],
    [403, PermanentError, 'file_upload_failed'],
  ])('takes HTTP %i of the upload for what it is: nobody has seen anything', async (status, kind, code) => {
    answers('files.getUploadURLExternal', ticket);
    nock(uploads).post('/upload/v1/abc').reply(status, 'no');

    const failure = await failureOf(slackOnNock().chat.stageFile(file));

    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ code });
    if (failure instanceof TransientError) expect(failure.outcome).toBe('not-done');
  });

  it('waits as long as the upload asks', async () => {
    answers('files.getUploadURLExternal', ticket);
    nock(uploads).post('/upload/v1/abc').reply(429, 'slow', { 'retry-after': '3' });

    const failure = await failureOf(slackOnNock().chat.stageFile(file));

    expect(failure).toMatchObject({ code: 'ratelimited', retryAfterMs: 3_000 });
  });

  it('follows no redirect with the text of a log', async () => {
    answers('files.getUploadURLExternal', ticket);
    nock(uploads).post('/upload/v1/abc').reply(307, '', { location: 'https://elsewhere.test/' });
    const elsewhere = nock('https://elsewhere.test').post('/').reply(200);

    const failure = await failureOf(slackOnNock().chat.stageFile(file));

    expect(failure).toBeInstanceOf(TransientError);
    expect(elsewhere.isDone()).toBe(false);
  });

  it('knows when the connection to the upload breaks', async () => {
    answers('files.getUploadURLExternal', ticket);
    nock(uploads).post('/upload/v1/abc').replyWithError('reset');

    const failure = await failureOf(slackOnNock().chat.stageFile(file));

    expect(failure).toMatchObject({ code: 'upload_failed', outcome: 'not-done' });
  });
});

describe('sharing a file', () => {
  const place = { channel: 'C0PAYMENTS', threadTs: '17.000100', fileId: 'F1' };

  it('names channel, thread and title', async () => {
    const sent: URLSearchParams[] = [];
    nock(origin)
      .post('/api/files.completeUploadExternal', (body) => {
        sent.push(new URLSearchParams(body));
        return true;
      })
      .reply(200, { ok: true, files: [{ id: 'F1' }] });

    await slackOnNock().chat.shareFile({ ...place, title: 'Whole log' });

    expect(Object.fromEntries(sent[0] ?? [])).toEqual({
      channel_id: 'C0PAYMENTS',
      thread_ts: '17.000100',
      files: '[{"id":"F1","title":"Whole log"}]',
    });
  });

  it('is not known when Slack breaks off', async () => {
    nock(origin).post('/api/files.completeUploadExternal').reply(503, 'no');

    const failure = await failureOf(slackOnNock().chat.shareFile({ ...place, title: 'Whole log' }));

    expect(failure).toMatchObject({ outcome: 'unknown' });
  });

  it('is looked for in every page of the thread', async () => {
    const page = (messages: object[], cursor = '') => ({
      ok: true,
      messages,
      response_metadata: { next_cursor: cursor },
    });
    answers('conversations.replies', page([{ ts: '17.000100' }, { ts: '1', files: 'odd' }], 'more'));
    answers('conversations.replies', page([{ ts: '18.0', files: [{ id: 'F0' }, { id: 'F1' }] }]));
    answers('conversations.replies', page([{ ts: '18.0', files: [{ id: 'F0' }] }]));
    const { chat } = slackOnNock();

    const isThere = await chat.isFileShared(place);
    const isStillThere = await chat.isFileShared(place);

    expect([isThere, isStillThere]).toEqual([true, false]);
  });
});

describe('what one person sees', () => {
  it('is posted to a conversation that is opened once', async () => {
    answers('conversations.open', { ok: true, channel: { id: 'D0ADA' } });
    const posts = nock(origin)
      .post('/api/chat.postMessage', /channel=D0ADA/)
      .twice()
      .reply(200, { ok: true, channel: 'D0ADA', ts: '1.0' });
    const { chat } = slackOnNock();
    const post = { channel: 'U0ADA', message: { text: 'v42 is live', blocks: [] }, key: 'person/U0ADA:1' };

    const first = await chat.post(post);
    await chat.post({ ...post, key: 'person/U0ADA:2' });

    expect(first).toEqual({ channel: 'D0ADA', ts: '1.0' });
    expect(posts.isDone()).toBe(true);
  });

  it('is a Home tab, with the hash of what it replaces', async () => {
    const sent: URLSearchParams[] = [];
    nock(origin)
      .post('/api/views.publish', (body) => {
        sent.push(new URLSearchParams(body));
        return true;
      })
      .twice()
      .reply(200, { ok: true, view: { id: 'V1', hash: '17.abc' } });
    const { chat } = slackOnNock();
    const view = { type: 'home', blocks: [] };

    const { hash } = await chat.publishView({ user: 'U0ADA', view });
    await chat.publishView({ user: 'U0ADA', view, hash });

    const [first, second] = sent.map((body) => Object.fromEntries(body));
    expect(first).toEqual({ user_id: 'U0ADA', view: JSON.stringify(view) });
    expect(second).toMatchObject({ hash: '17.abc' });
  });
});

describe('what was asked of Slack', () => {
  it('is counted by method, with the calls that came too early', async () => {
    const slack = slackOnNock();
    answers('chat.postMessage', { ok: true, channel: 'C1', ts: '1.0' });
    nock(origin).post('/api/chat.postMessage').reply(429, { ok: false }, { 'retry-after': '1' });
    answers('chat.postMessage', { ok: false, error: 'is_archived' });
    const post = { channel: 'C1', message: { text: 'v42', blocks: [] }, key: 'a:card' };
    for (let call = 0; call < 3; call += 1) await failureOf(slack.chat.post(post));

    expect(slack.calls()).toEqual([{ method: 'chat.postMessage', calls: 3, limited: 1 }]);
  });
});
