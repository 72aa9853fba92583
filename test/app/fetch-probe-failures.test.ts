import { describe, expect, it } from 'vitest';
import { createFetchProbeFailures } from '../../src/app/fetch-probe-failures.ts';
import { putCard } from '../../src/app/put-card.ts';
import { PermanentError } from '../../src/errors.ts';
import { crash, look, onlyRollout, openCard } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const probe = {
  purpose: 'readiness',
  kind: 'http',
  target: '/healthz',
  port: '8080',
  allowanceMs: 30_000,
} as const;
const unready = (container: string) =>
  crash({ reason: 'NotReady', container, restarts: 0, podUid: 'pod-1', probe });
const failure = { purpose: 'readiness', answer: { kind: 'status', code: 503 }, at: 7 } as const;
const card = (...containers: readonly string[]) => openCard(look(43, { problems: containers.map(unready) }));

async function fetching() {
  const { desk, store, errors } = await openDesk();
  const warnings: object[] = [];
  const warn = (fields: object) => void warnings.push(fields);
  const stored = async () => (await store.card('card-1')) ?? expect.fail('the card is gone');
  return { desk: { ...desk, log: { ...desk.log, warn } }, store, errors, warnings, stored };
}

describe('createFetchProbeFailures', () => {
  it('asks once for a problem, however often the card changes meanwhile', async () => {
    const { desk, store, stored } = await fetching();
    await putCard(store, desk, { before: undefined, after: card('api'), now: 0 });
    const asked: object[] = [];
    const fetch = createFetchProbeFailures(desk, {
      isOurs: () => true,
      sourceOf: () => ({
        readProbeFailure: async (request) => {
          asked.push(request);
          return failure;
        },
      }),
    });

    fetch.fetchFor(card('api'));
    fetch.fetchFor(card('api'));
    await fetch.whenIdle();
    fetch.fetchFor(await stored());
    await fetch.whenIdle();

    expect(asked).toMatchObject([{ podUid: 'pod-1', container: 'api' }]);
    expect(onlyRollout(await stored()).problems[0]?.problem.probeFailure).toEqual(failure);
  });

  it('says once which right is missing, and leaves the sentences without it', async () => {
    const { desk, store, errors, warnings, stored } = await fetching();
    await putCard(store, desk, { before: undefined, after: card('api', 'proxy'), now: 0 });
    const refusal = new PermanentError('kubernetes-forbidden', 'Shipmate may not list events.');
    const fetch = createFetchProbeFailures(desk, {
      isOurs: () => true,
      sourceOf: () => ({ readProbeFailure: () => Promise.reject(refusal) }),
    });

    fetch.fetchFor(card('api', 'proxy'));
    await fetch.whenIdle();

    expect(warnings).toMatchObject([{ reason: 'Shipmate may not list events.' }]);
    expect(errors).toEqual([]);
    expect(onlyRollout(await stored()).problems).toMatchObject([
      { isProbeAsked: true },
      { isProbeAsked: true },
    ]);
  });

  it('leaves clusters that another replica looks after alone', async () => {
    const { desk, store, stored } = await fetching();
    await putCard(store, desk, { before: undefined, after: card('api'), now: 0 });
    const asked: object[] = [];
    const fetch = createFetchProbeFailures(desk, {
      isOurs: () => false,
      sourceOf: () => ({
        readProbeFailure: async (request) => {
          asked.push(request);
          return failure;
        },
      }),
    });

    fetch.fetchFor(card('api'));
    await fetch.whenIdle();

    expect(asked).toEqual([]);
    expect(onlyRollout(await stored()).problems[0]?.isProbeAsked).toBeUndefined();
  });

  it('begins nothing once it was stopped, and gives up what does not answer: both are asked at the next start', async () => {
    const { desk, store, errors, stored } = await fetching();
    await putCard(store, desk, { before: undefined, after: card('api', 'proxy'), now: 0 });
    const answer = Promise.withResolvers<typeof failure>();
    const asked: object[] = [];
    const fetch = createFetchProbeFailures(desk, {
      isOurs: () => true,
      momentMs: 10,
      sourceOf: () => ({
        readProbeFailure(request) {
          asked.push(request);
          return answer.promise;
        },
      }),
    });
    fetch.fetchFor(card('api'));

    await fetch.stop();
    answer.resolve(failure);
    fetch.fetchFor(card('api', 'proxy'));
    await fetch.whenIdle();
    await new Promise((resolve) => setImmediate(resolve));

    expect(asked).toMatchObject([{ container: 'api' }]);
    expect(errors).toEqual([]);
    const problems = onlyRollout(await stored()).problems;
    expect(problems.map(({ isProbeAsked }) => isProbeAsked)).toEqual([undefined, undefined]);
  });

  it('survives a store that fails, and a cluster that is not watched any more', async () => {
    const { desk, store, errors } = await fetching();
    const transaction = () => Promise.reject(new Error('disk full'));
    const fetch = createFetchProbeFailures(
      { ...desk, store: { ...store, transaction } },
      { isOurs: () => true, sourceOf: () => undefined },
    );

    fetch.fetchFor(card('api'));
    await fetch.whenIdle();

    expect(errors).toEqual(['a failure of a probe could not be stored']);
  });
});
