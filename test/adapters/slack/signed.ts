import { createHmac } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

export const form = 'application/x-www-form-urlencoded';
export const json = 'application/json';

export interface SignedRequest {
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly at?: number;
}

/** Sends requests to the Slack endpoint as Slack signs them. */
export function createSender(server: FastifyInstance, signingSecret: string, now: () => number) {
  return async (request: SignedRequest): Promise<LightMyRequestResponse> => {
    const { body, contentType, headers = {}, at = Math.floor(now() / 1_000) } = request;
    const digest = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
    return server.inject({
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
  };
}

export const payload = (content: object): SignedRequest => ({
  body: new URLSearchParams({ payload: JSON.stringify(content) }).toString(),
  contentType: form,
});

export const event = (id: string, inner: object = {}): SignedRequest => ({
  body: JSON.stringify({
    token: 'a verification token',
    type: 'event_callback',
    team_id: 'T1',
    event_id: id,
    event: { type: 'app_mention', channel: 'C1', user: 'U1', ...inner },
  }),
  contentType: json,
});

export const command = (text: string, more: object = {}): SignedRequest => ({
  body: new URLSearchParams({
    command: '/shipmate',
    text,
    user_id: 'U1',
    channel_id: 'C1',
    trigger_id: `trigger of ${text}`.replaceAll(' ', '-'),
    response_url: 'https://slack.test/respond',
    ...more,
  }).toString(),
  contentType: form,
});

export const press = (actionId: string, more: object = {}): SignedRequest =>
  payload({
    type: 'block_actions',
    user: { id: 'U1' },
    channel: { id: 'C1' },
    trigger_id: `trigger-of-${actionId}`,
    response_url: 'https://slack.test/respond',
    actions: [
      {
        type: 'button',
        action_id: actionId,
        text: { type: 'plain_text', text: 'Roll back to v42' },
        value: 'offer-1',
      },
    ],
    ...more,
  });

export const submission = (callbackId: string, more: object = {}): SignedRequest =>
  payload({
    type: 'view_submission',
    user: { id: 'U1' },
    trigger_id: `trigger-of-${callbackId}`,
    view: {
      id: 'V1',
      hash: '1.a',
      callback_id: callbackId,
      type: 'modal',
      title: { type: 'plain_text', text: 'Roll back' },
      private_metadata: 'offer-1',
      state: { values: {} },
    },
    ...more,
  });
