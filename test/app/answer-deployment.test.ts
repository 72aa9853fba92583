import { describe, expect, it } from 'vitest';
import { buildSubject } from '../../src/app/build-subject.ts';
import { createAnswerDeployment } from '../../src/app/locks/answer-deployment.ts';
import type { Locks } from '../../src/app/locks/locks.ts';
import { TransientError } from '../../src/errors.ts';
import type { DeploymentGate, DeploymentWord } from '../../src/ports/deployment-gate.ts';
import { eventually } from '../until.ts';
import { openInbox } from './inbox/open-inbox.ts';

const place = { service: 'payments-api', environment: 'prod' };
const waiting = {
  delivery: 'delivery-1',
  repository: 'acme/payments-api',
  environment: 'prod',
  callbackUrl: 'https://api.github.com/repos/acme/payments-api/actions/runs/7/deployment_protection_rule',
};

async function set(check: Locks['check'], answer?: DeploymentGate['answer']) {
  const words: DeploymentWord[] = [];
  const { inbox, store, log } = await openInbox();
  const deployments = createAnswerDeployment({
    desk: { store, log, clock: { now: () => 1_000 } },
    inbox,
    locks: { check },
    gate: {
      cameBy: async () => false,
      async answer(word) {
        words.push(word);
        return (await answer?.(word)) ?? 'told';
      },
    },
    placeOf: () => place,
    environments: ['prod'],
    services: ['payments-api'],
  });
  inbox.handle('webhook-build-step', { process: async () => undefined });
  inbox.start();
  return { deployments, inbox, store, words };
}

const ended = async (store: Awaited<ReturnType<typeof set>>['store']) => {
  await eventually(async () => expect((await store.inbox.record('github/delivery-1'))?.status).toBe('done'));
  return (await store.history('payments-api', 10)).map(({ type }) => type);
};

describe('an answer to a deployment', () => {
  it('is no while the lock cannot be read', async () => {
    const { deployments, store, words } = await set(() => Promise.reject(new Error('the database is away')));

    await deployments.receive(waiting);

    expect(await ended(store)).toEqual(['deployment-rejected']);
    expect(words).toMatchObject([
      { isApproved: false, comment: expect.stringContaining('counts as locked') },
    ]);
    expect(JSON.stringify(words)).not.toContain('database');
  });

  it('is given again while GitHub does not hear, and recorded once', async () => {
    let attempts = 0;
    const { deployments, store, words } = await set(
      async () => undefined,
      async () => {
        attempts += 1;
        if (attempts < 3)
          throw new TransientError('github-unavailable', 'GitHub is away', { outcome: 'unknown' });
        return 'told';
      },
    );

    await deployments.receive(waiting);
    await deployments.receive(waiting);

    expect(await ended(store)).toEqual(['deployment-approved']);
    expect(words).toHaveLength(3);
  });

  it('is given when GitHub was away for longer than others would be asked', async () => {
    const away = new TransientError('github-unavailable', 'GitHub is away');
    let attempts = 0;
    const { deployments, store } = await set(
      async () => undefined,
      async () => {
        attempts += 1;
        return attempts > 10 ? 'told' : Promise.reject(away);
      },
    );

    await deployments.receive(waiting);

    expect(await ended(store)).toEqual(['deployment-approved']);
  });

  it('keeps no build of the service waiting while GitHub asks to slow down', async () => {
    const limited = new TransientError('github-rate-limited', 'slow down', { retryAfterMs: 60_000 });
    const { deployments, inbox, words } = await set(
      async () => undefined,
      () => Promise.reject(limited),
    );
    await deployments.receive(waiting);
    await eventually(() => expect(words).toHaveLength(1));

    const report = { source: 'webhook-build-step', subject: buildSubject(place.service), body: '{}' };
    const ending = await inbox.submit({ key: 'build/payments-api/1234', ...report }, 2_000);

    expect(ending).toEqual({ kind: 'done' });
  });

  it('goes to no other address, and is then over', async () => {
    const { deployments, store } = await set(
      async () => undefined,
      async () => 'elsewhere',
    );

    await deployments.receive(waiting);

    expect(await ended(store)).toEqual([]);
  });
});
