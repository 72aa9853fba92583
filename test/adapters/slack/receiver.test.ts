import { createHmac } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openReceiver } from './open-receiver.ts';

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

async function setUp() {
  const clock = { now: () => now };
  const opened = await openReceiver({ signingSecret, clock });
  const { receiver, inbox } = opened;
  const pressed: string[] = [];
  receiver.app.action('rollout.roll-back', async ({ ack, action }) => {
    pressed.push('value' in action ? String(action.value) : '');
    await ack();
  });
  const server = fastify();
  server.post('/webhooks/json', async (request) => ({ got: request.body }));
  server.register(receiver.plugin);
  inbox.start();

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
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    return response;
  }
  async function close() {
    await server.close();
    await inbox.stop();
  }
  return { ...opened, pressed, send, server, close };
}

let context: Awaited<ReturnType<typeof setUp>>;

beforeEach(async () => {
  context = await setUp();
});

afterEach(() => context.close());

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

  it('does not act when it cannot be stored', async () => {
    vi.spyOn(context.store, 'transaction').mockRejectedValueOnce(new Error('disk full'));

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
    ['an object of no kind', form, 'payload=%7B%7D'],
    [
      'an event without an event',
      'application/json',
      '{"type":"event_callback","event_id":"Ev1","event":null}',
    ],
    ['an event without an id', 'application/json', '{"type":"event_callback","event":{"type":"message"}}'],
    [
      'a press of nothing',
      form,
      `payload=${JSON.stringify({ type: 'block_actions', user: { id: 'U1' }, actions: [] })}`,
    ],
    [
      'a press by nobody',
      form,
      `payload=${JSON.stringify({ type: 'block_actions', actions: [{ type: 'button' }] })}`,
    ],
    [
      'a submission of no dialog',
      form,
      `payload=${JSON.stringify({ type: 'view_submission', user: { id: 'U1' } })}`,
    ],
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

  it('leaves the JSON routes beside it as they were', async () => {
    const response = await context.server.inject({
      method: 'POST',
      url: '/webhooks/json',
      payload: { step: 'test' },
    });

    expect(response.json()).toEqual({ got: { step: 'test' } });
  });
});
