import { createHmac } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackReceiver } from '../../../src/adapters/slack/index.ts';
import { createRecordingLog } from './recording-log.ts';

const signingSecret = 'a signing secret';
const now = 1_700_000_000_000;
const seconds = now / 1_000;
const form = 'application/x-www-form-urlencoded';

const press = (actionId: string) =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: 'U0ADA', team_id: 'T1' },
      team: { id: 'T1' },
      channel: { id: 'C1' },
      trigger_id: 't',
      actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: 'offer-1' }],
    }),
  }).toString();

function setUp(remember?: (key: string) => Promise<boolean>) {
  const log = createRecordingLog();
  const seen = new Set<string>();
  const rememberInSet = async (key: string) => {
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
  const clock = { now: () => now };
  const receiver = createSlackReceiver({ signingSecret, clock, log, remember: remember ?? rememberInSet });
  const pressed: string[] = [];
  receiver.app.action('rollout.roll-back', async ({ ack, action }) => {
    pressed.push('value' in action ? String(action.value) : '');
    await ack();
  });
  const server = fastify();
  server.post('/webhooks/json', async (request) => ({ got: request.body }));
  server.register(receiver.plugin);

  interface Request {
    readonly body: string;
    readonly at?: number;
    readonly secret?: string;
    readonly contentType?: string;
    readonly headers?: Record<string, string>;
  }
  /** The answer, once whatever the request set off has ended. */
  async function send({
    body,
    at = seconds,
    secret = signingSecret,
    contentType = form,
    headers = {},
  }: Request) {
    const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    const response = await server.inject({
      method: 'POST',
      url: '/slack/events',
      payload: body,
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${digest}`,
        ...headers,
      },
    });
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    return response;
  }
  return { log, pressed, receiver, send, server };
}

let context: ReturnType<typeof setUp>;

beforeEach(() => {
  context = setUp();
});

afterEach(() => context.server.close());

describe('a request of Slack', () => {
  it('reaches its listener when it is signed', async () => {
    const response = await context.send({ body: press('rollout.roll-back') });

    expect(response.statusCode).toBe(200);
    expect(context.pressed).toEqual(['offer-1']);
  });

  it('may carry a charset, as proxies add it', async () => {
    const response = await context.send({
      body: press('rollout.roll-back'),
      contentType: `${form}; charset=utf-8`,
    });

    expect(response.statusCode).toBe(200);
    expect(context.pressed).toEqual(['offer-1']);
  });

  it.each([
    ['a wrong secret', { secret: 'another secret' }],
    ['five minutes and a second late', { at: seconds - 301 }],
    ['five minutes and a second early', { at: seconds + 301 }],
    ['a signature of another length', { headers: { 'x-slack-signature': 'v0=abc' } }],
    ['no usable time', { headers: { 'x-slack-request-timestamp': 'soon' } }],
    ['an old version of signing', { headers: { 'x-slack-signature': 'v1=abc' } }],
  ])('is refused with %s', async (_name, change) => {
    const response = await context.send({ body: press('rollout.roll-back'), ...change });

    expect(response.statusCode).toBe(401);
    expect(response.body).toBe('');
    expect(context.pressed).toEqual([]);
    expect(context.log.at('warn')).toHaveLength(1);
  });

  it.each([-300, 300])('is let through %i seconds off', async (skew) => {
    const response = await context.send({ body: press('rollout.roll-back'), at: seconds + skew });

    expect(response.statusCode).toBe(200);
    expect(context.pressed).toHaveLength(1);
  });

  it('is refused without any signature', async () => {
    const response = await context.server.inject({
      method: 'POST',
      url: '/slack/events',
      payload: press('rollout.roll-back'),
      headers: { 'content-type': form },
    });

    expect(response.statusCode).toBe(401);
    expect(context.pressed).toEqual([]);
  });

  it('acts once when it is replayed byte for byte', async () => {
    await context.send({ body: press('rollout.roll-back') });

    const replay = await context.send({ body: press('rollout.roll-back') });

    expect(replay.statusCode).toBe(200);
    expect(context.pressed).toHaveLength(1);
    expect(context.log.at('warn')[0]?.message).toContain('sent twice');
  });

  it('does not act when it cannot be remembered', async () => {
    await context.server.close();
    context = setUp(() => Promise.reject(new Error('disk full')));

    const response = await context.send({ body: press('rollout.roll-back') });

    expect(response.statusCode).toBe(500);
    expect(context.pressed).toEqual([]);
  });

  it('is refused when it is larger than 1 MB', async () => {
    const response = await context.send({ body: `payload=${'x'.repeat(1024 * 1024)}` });

    expect(response.statusCode).toBe(413);
  });

  it.each([
    ['text', 'text/plain', 'hello'],
    ['a payload that is not JSON', form, 'payload=%7Bnope'],
    ['a payload that is null', form, 'payload=null'],
    ['two payloads', form, 'payload=%7B%7D&payload=%7B%7D'],
    ['JSON that is no object', 'application/json', 'null'],
    ['nothing', form, ''],
  ])('is refused when it is %s', async (_name, contentType, body) => {
    const response = await context.send({ body, contentType });

    expect(response.statusCode).toBe(400);
  });

  it('answers the url verification', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'a-challenge' });

    const response = await context.send({ body, contentType: 'application/json' });

    expect(response.json()).toEqual({ challenge: 'a-challenge' });
  });

  it('is acknowledged at once when nobody listens, as with link buttons', async () => {
    const response = await context.send({ body: press('build.open') });

    expect(response.statusCode).toBe(200);
    expect(context.pressed).toEqual([]);
  });

  it('fails at once, and is logged with a reference, when its listener throws', async () => {
    context.receiver.app.action('broken', async () => {
      throw new Error('a defect');
    });

    const response = await context.send({ body: press('broken') });

    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('defect');
    expect(context.log.at('error')[0]?.fields).toMatchObject({
      reference: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect((await context.send({ body: press('rollout.roll-back') })).statusCode).toBe(200);
  });

  it('is answered when its listener throws after it acknowledged', async () => {
    context.receiver.app.action('late', async ({ ack }) => {
      await ack();
      throw new Error('a defect');
    });

    const response = await context.send({ body: press('late') });

    expect(response.statusCode).toBe(200);
    expect(context.log.at('error')).toHaveLength(1);
  });

  it('leaves the JSON routes beside it as they were', async () => {
    const response = await context.server.inject({
      method: 'POST',
      url: '/webhooks/json',
      payload: { step: 'test' },
    });

    expect(response.json()).toEqual({ got: { step: 'test' } });
  });
});
