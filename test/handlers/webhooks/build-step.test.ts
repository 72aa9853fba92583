import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerBuildStep } from '../../../handlers/webhooks/build-step.ts';
import type { Ending } from '../../../src/app/inbox/attempt.ts';
import type { StepReport } from '../../../src/domain/build/build.ts';
import { UserError } from '../../../src/errors.ts';
import { createMetrics, createServer } from '../../../src/http/index.ts';
import { createRecordingLog } from '../../adapters/slack/recording-log.ts';

const known =
  'Known keys: service, status, title, detail, url, commit, commitTitle, author, authorEmail, image, buildUrl.';
const good = { service: 'payments-api', status: 'passed' };

let server: FastifyInstance;
let recorded: StepReport[];
let ending: Ending | undefined;
beforeEach(() => {
  recorded = [];
  const health = { readiness: () => ({ isReady: true, because: '' }) };
  server = createServer({ log: createRecordingLog(), metrics: createMetrics(), health });
  ending = { kind: 'done' };
  const report = async (given: StepReport) => {
    recorded.push(given);
    return ending;
  };
  registerBuildStep(server, { report }, [{ service: '*', token: 'secret' }]);
});
afterEach(() => server.close());

interface Sent {
  readonly url?: string;
  readonly type?: string;
}

function send(payload: string | object, options: Sent = {}) {
  const { url = '/v1/builds/7/steps/test', type = 'application/json' } = options;
  const headers = { authorization: 'Bearer secret', 'content-type': type };
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return server.inject({ method: 'PUT', url, headers, payload: body });
}

async function put(payload: string | object, options: Sent = {}) {
  const response = await send(payload, options);
  return { status: response.statusCode, message: String(response.json().message) };
}

describe('a report of a build step', () => {
  it('is taken with everything it says', async () => {
    const image = 'registry.example:5000/pay/payments-api:v43@sha256:0123abcd';

    const { status } = await put({ ...good, image, detail: '312 passed', commit: '8f3c2d1a' });

    expect(status).toBe(200);
    expect(recorded).toEqual([
      { build: '7', step: 'test', ...good, image, detail: '312 passed', commit: '8f3c2d1a' },
    ]);
  });

  it.each<[string, Ending | undefined]>([
    ['that is stored and not processed yet', undefined],
    ['that is tried again', { kind: 'later' }],
    ['that was given up, for an operator to replay', { kind: 'dead' }],
  ])('%s is accepted, and nobody has to send it again', async (_, waiting) => {
    ending = waiting;

    expect(await put(good)).toMatchObject({ status: 202 });
  });

  it('is refused with a sentence when the build takes no more', async () => {
    ending = { kind: 'refused', error: new UserError('too-many-steps', 'A build has at most 100 steps.') };

    expect(await put(good)).toEqual({ status: 422, message: 'A build has at most 100 steps.' });
  });

  it('that came after the end of its step is answered with what is so, and with 200', async () => {
    ending = { kind: 'done', said: { status: 'passed', message: 'Step test had ended.' } };

    const answer = await send({ ...good, status: 'running' });

    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      build: '7',
      step: 'test',
      status: 'passed',
      message: 'Step test had ended.',
    });
  });

  it('is in conflict when its step had ended otherwise', async () => {
    ending = { kind: 'refused', error: new UserError('step-has-ended', 'Step test had ended as failed.') };

    expect(await put(good)).toEqual({ status: 409, message: 'Step test had ended as failed.' });
  });

  it.each<[string, object, string]>([
    ['an unknown key', { ...good, imge: 'x' }, `imge: unknown key; did you mean image? ${known}`],
    ['a key like no other', { ...good, priority: 1 }, `priority: unknown key. ${known}`],
    [
      'two such keys',
      { ...good, priority: 1, weight: 2 },
      `priority: unknown key. weight: unknown key. ${known}`,
    ],
    [
      'a missing key',
      { status: 'passed' },
      'service: is missing; expected the name of the service that is built, at most 100 characters.',
    ],
    [
      'two mistakes at once',
      { service: 7, status: 'done' },
      'service: expected the name of the service that is built, at most 100 characters; got a number. status: expected pending, running, passed, failed or skipped; got "done".',
    ],
    [
      'a value too long to repeat',
      { ...good, title: 'x'.repeat(300) },
      'title: expected text of 1 to 200 characters; got 300 characters.',
    ],
    [
      'an empty value',
      { ...good, author: ' ' },
      'author: expected text of 1 to 200 characters; got nothing.',
    ],
    ['a value of null', { ...good, detail: null }, 'detail: expected text of 1 to 500 characters; got null.'],
    [
      'an image with a space',
      { ...good, image: 'payments api' },
      'image: expected an image reference, such as registry.example/payments-api:v43; got "payments api".',
    ],
    [
      'an image with a mention',
      { ...good, image: '<!channel>' },
      'image: expected an image reference, such as registry.example/payments-api:v43; got "<!channel>".',
    ],
    ['a list', [], 'body: expected a JSON object; got a list.'],
  ])('is refused for %s', async (_what, body, message) => {
    expect(await put(body)).toEqual({ status: 400, message });
    expect(recorded).toEqual([]);
  });

  it.each([
    ['not JSON', '{"service": ', 'application/json', 400, 'The body is not JSON: '],
    ['a poisoned prototype', '{"__proto__": {"x": 1}}', 'application/json', 400, 'The body is not JSON: '],
    ['no body', '', 'application/json', 400, 'There is no body: '],
    ['of another type', 'service=payments-api', 'application/x-www-form-urlencoded', 415, 'The body is of '],
    ['too large', 'x'.repeat(70_000), 'application/json', 413, 'The body is too large: at most 65536 bytes'],
  ])('is refused when it is %s', async (_what, body, type, status, message) => {
    const answer = await put(body, { type });

    expect(answer).toEqual({ status, message: expect.stringMatching(new RegExp(`^${message}`)) });
    expect(answer.message).not.toMatch(/FST_|Unexpected|content-type is set/);
  });

  it('takes ids of up to 200 characters, and says that longer ones are none', async () => {
    const long = (length: number) => ({ url: `/v1/builds/${'b'.repeat(length)}/steps/test` });

    expect(await put(good, long(200))).toMatchObject({ status: 200 });
    expect(await put(good, long(201))).toEqual({
      status: 400,
      message: 'build: expected 1 to 200 printable characters; got 201 characters.',
    });
    expect(await put(good, long(5000))).toEqual({ status: 414, message: 'The address is too long.' });
  });

  it.each(['a%00b', 'a%0Ab', 'a%E2%80%AEb', '%E2%80%8B', '%20'])('takes no step called %s', async (step) => {
    const { status, message } = await put(good, { url: `/v1/builds/7/steps/${step}` });

    expect(status).toBe(400);
    expect(message).toMatch(/^step: expected 1 to 200 printable characters; got [\x20-\x7e]+\.$/);
  });

  it('takes a step called with other letters than ours', async () => {
    const { status } = await put(good, { url: `/v1/builds/7/steps/${encodeURIComponent('prüfen 検査')}` });

    expect(status).toBe(200);
    expect(recorded[0]?.step).toBe('prüfen 検査');
  });

  it('is refused in a sentence when its address cannot be read', async () => {
    const { status, message } = await put(good, { url: `/v1/builds/7/steps/%E0%A4%A${'x'.repeat(300)}` });

    expect(status).toBe(400);
    expect(message).toBe('The address cannot be read: a % in it begins no character.');
  });
});

it('leaves what it did wrong to the server', async () => {
  const bare = fastify();
  const fail = async () => {
    throw new Error('hunter2');
  };
  registerBuildStep(bare, { report: fail }, [{ service: '*', token: 'secret' }]);
  bare.setErrorHandler((_error, _request, reply) => reply.code(500).send({ message: 'ours' }));

  const response = await bare.inject({
    method: 'PUT',
    url: '/v1/builds/7/steps/test',
    headers: { authorization: 'Bearer secret' },
    payload: good,
  });

  expect(response.json()).toEqual({ message: 'ours' });
});
