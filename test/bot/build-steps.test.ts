import { describe, expect, it } from 'vitest';
import { type Dialogue, startDialogue } from './dialogue.ts';

function put(world: Dialogue, step: string, body: unknown, token = 'sandbox-build-token') {
  return fetch(`${world.bot.url}/v1/builds/7/steps/${step}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const service = 'payments-api';

describe('PUT /v1/builds/{build}/steps/{step}', () => {
  it('shows a failed step, and pings in the thread', async () => {
    const world = await startDialogue();

    await put(world, 'test', { service, status: 'running', commit: '8f3c2d1aa' });
    await put(world, 'test', { service, status: 'failed', detail: '3 of 312 failed' });
    const card = await world.card('3 of 312 failed');

    await world.slack.waitFor(() => world.slack.thread('#team-payments', card.ts).length === 2);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('goes on with the rollout when only the commit tells that they belong together', async () => {
    const world = await startDialogue();
    await put(world, 'test', { service, status: 'passed', commit: '8f3c2d1aa0' });
    const build = await world.card('test');

    await world.deploy({
      version: 'v42',
      image: 'registry.example/payments-api:main-8f3c2d1',
      behaviour: 'good',
    });

    expect(await world.card('is live in prod')).toMatchObject({ ts: build.ts });
  });

  it('is told where the labels of its workload say, when the configuration knows nothing of the service', async () => {
    const world = await startDialogue({ configure: (config) => ({ ...config, services: [] }) });

    await world.pipeline.build({ service, version: 'v42', title: 'A change', author: 'Ada' });
    await world.deploy({
      version: 'v42',
      behaviour: 'crashing',
      labels: { 'app.kubernetes.io/name': service, 'shipmate.dev/team': 'payments' },
    });

    expect(await world.card('v42 is failing in prod', '312 passed')).toBeDefined();
  });

  it('is idempotent', async () => {
    const world = await startDialogue();
    const body = { service, status: 'passed', detail: '312 passed' };

    const statuses = await Promise.all([1, 2, 3].map(async () => (await put(world, 'test', body)).status));
    await world.card('312 passed');

    expect(statuses).toEqual([200, 200, 200]);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('says of a step that has ended that it has, and takes no other end of it', async () => {
    const world = await startDialogue();
    const failed = { service, status: 'failed', detail: '3 of 312 failed' };
    await put(world, 'test', failed);

    const copy = await put(world, 'test', failed);
    const other = await put(world, 'test', { service, status: 'passed', detail: '312 passed' });

    expect(copy.status).toBe(200);
    expect(await copy.json()).toMatchObject({
      status: 'failed',
      message: 'Step test of build 7 had ended as failed before this report. Nothing was changed.',
    });
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({
      error: 'step-has-ended',
      message: expect.stringContaining('7-2'),
    });
    expect(world.slack.describeMessage(await world.card('3 of 312 failed'))).not.toContain('312 passed');
  });

  it.each([
    ['no token', '', { service, status: 'passed' }, 401, 'builds.tokens'],
    ['a wrong token', 'wrong', { service, status: 'passed' }, 401, 'builds.tokens'],
    ['no service', undefined, { status: 'passed' }, 400, 'service'],
    ['an unknown status', undefined, { service, status: 'done' }, 400, 'status'],
    [
      'a link that is no link',
      undefined,
      { service, status: 'passed', url: 'javascript:alert(1)' },
      400,
      'url',
    ],
    ['a commit that is none', undefined, { service, status: 'passed', commit: '<!channel>' }, 400, 'commit'],
    ['no JSON', undefined, '{', 400, 'JSON'],
    ['an array', undefined, [], 400, 'body'],
    ['far too much', undefined, { service, status: 'passed', detail: 'x'.repeat(100_000) }, 413, ''],
  ])('refuses %s', async (_, token, body, status, text) => {
    const world = await startDialogue();

    const response = await put(world, 'test', body, token);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  it('lets a token report for its own service only', async () => {
    const world = await startDialogue({
      configure: (config) => ({
        ...config,
        builds: { tokens: [{ service: 'search-api', token: 'search-token' }] },
      }),
    });

    const response = await put(world, 'test', { service, status: 'passed' }, 'search-token');

    expect(response.status).toBe(403);
    expect(await response.text()).toContain('search-api');
  });
});
