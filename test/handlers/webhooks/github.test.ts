import { createHmac } from 'node:crypto';
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { registerGitHubWebhook } from '../../../handlers/webhooks/github.ts';
import type { WaitingDeployment } from '../../../src/app/locks/answer-deployment.ts';

const secret = 'the secret of the webhook';
const callback =
  'https://api.github.com/repos/Codertocat/Hello-World/actions/runs/7/deployment_protection_rule';

const [deploymentCreated] = examples.find(({ name }) => name === 'deployment')?.examples ?? [];

/** GitHub publishes no example of the rule: this is one of `deployment`, with what the rule's schema has besides. */
const requested = {
  ...deploymentCreated,
  action: 'requested',
  environment: 'production',
  event: 'push',
  deployment_callback_url: callback,
  pull_requests: [],
};

interface Delivery {
  readonly event?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly receive?: (deployment: WaitingDeployment) => Promise<void>;
}

async function deliver({ event = 'deployment_protection_rule', body, headers, receive }: Delivery = {}) {
  const received: WaitingDeployment[] = [];
  const server = fastify();
  await registerGitHubWebhook(server, {
    secrets: [secret],
    deployments: {
      receive: receive ?? (async (deployment) => void received.push(deployment)),
    },
  });
  server.post('/other', async (request) => ({ parsed: typeof request.body }));
  const payload = body ?? JSON.stringify(requested);
  const response = await server.inject({
    method: 'POST',
    url: '/v1/github/webhooks',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-hub-signature-256': sign(payload),
      ...headers,
    },
    payload,
  });
  return { status: response.statusCode, body: response.json(), received, server };
}

function sign(payload: string, by = secret): string {
  return `sha256=${createHmac('sha256', by).update(payload).digest('hex')}`;
}

describe('POST /v1/github/webhooks', () => {
  it('takes a deployment that waits', async () => {
    const { status, received } = await deliver();

    expect(status).toBe(202);
    expect(received).toEqual([
      {
        delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
        repository: 'Codertocat/Hello-World',
        environment: 'production',
        callbackUrl: callback,
        commit: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
      },
    ]);
  });

  it.each(
    examples.flatMap(({ name, examples: all }) =>
      all.map((example, index) => [name, index, example] as const),
    ),
  )('lets other events be: %s %i', async (event, _index, example) => {
    const { status, received } = await deliver({ event, body: JSON.stringify(example) });

    expect(status).toBe(202);
    expect(received).toEqual([]);
  });

  it.each<[string, Delivery, number]>([
    ['is not signed', { headers: { 'x-hub-signature-256': '' } }, 401],
    [
      'is signed by another',
      { headers: { 'x-hub-signature-256': sign(JSON.stringify(requested), 'other') } },
      401,
    ],
    [
      'has a signature of the old kind',
      { headers: { 'x-hub-signature-256': `sha1=${'a'.repeat(40)}` } },
      401,
    ],
    [
      'was changed on the way',
      { body: '{"a":1}', headers: { 'x-hub-signature-256': sign('{"a": 1}') } },
      401,
    ],
    ['is empty', { body: '' }, 401],
    ['is no JSON', { body: 'hello' }, 400],
    ['is a list', { body: '[]' }, 400],
    ['has no delivery', { headers: { 'x-github-delivery': '' } }, 400],
    ['has a delivery that is no id', { headers: { 'x-github-delivery': "1'; drop table inbox" } }, 400],
    ['is a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ])('refuses what %s', async (_what, delivery, expected) => {
    const { status, received } = await deliver(delivery);

    expect(status).toBe(expected);
    expect(received).toEqual([]);
  });

  it('says that it could not be stored, so that somebody sends it again', async () => {
    const { status } = await deliver({ receive: () => Promise.reject(new Error('the database is away')) });

    expect(status).toBe(500);
  });

  it('leaves the bodies of other routes as they are', async () => {
    const { server } = await deliver();

    const other = await server.inject({ method: 'POST', url: '/other', payload: { a: 1 } });

    expect(other.json()).toEqual({ parsed: 'object' });
  });
});
