import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { Desk } from '../../../src/app/desk.ts';
import { putCard } from '../../../src/app/put-card.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { createSerial } from '../../../src/app/serial.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { chooseWayInCluster } from '../../../src/domain/rollback/choose-way.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { PermanentError, TransientError } from '../../../src/errors.ts';
import type { WayBackExecutor, WayBackRequest, WayBackResult } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play, revision, settings } from '../../domain/release/story.ts';
import { loud } from '../loud.ts';
import { accepted } from './accepted-run.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function acceptedCard(overrides: Partial<RollbackRun> = {}): Card {
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  return mapRollouts(failing, (rollout) => ({ ...rollout, rollback: { ...accepted, ...overrides } }));
}

type Answer = WayBackResult | Error;

/** Carries out the accepted rollback against an API server that gives these answers, one a call. */
async function run(...answers: readonly Answer[]) {
  return runWhile({ now: 5000 }, ...answers);
}

interface Meanwhile {
  readonly now: number;
  /** What the watcher sees before the answer comes. */
  readonly seen?: WorkloadObservation;
  /** Default: accepted, and not begun. */
  readonly begun?: Card;
}

async function runWhile({ now, seen, begun = acceptedCard() }: Meanwhile, ...answers: readonly Answer[]) {
  const clock = { now: () => now };
  const store = await openStore({ path: ':memory:', clock });
  onTestFinished(() => store.close());
  const desk: Desk = {
    store,
    clock,
    ids: { next: () => 'id' },
    log: silent,
    serial: createSerial(),
    settings: {
      ...settings,
      patience: 1,
      cardFreshMs: 1000,
      catalog: { teams: [], services: [] },
      lockMs: 86_400_000,
      environmentOf: () => 'prod',
      quiet: loud,
      protectionOf: () => ({ isProtected: false, needsSecondPerson: false }),
      chooseWayFor: () => chooseWayInCluster,
    },
    onCardChanged: () => undefined,
    onMarked: () => undefined,
  };
  await putCard(store, desk, { before: undefined, after: begun, now: 5000 });
  const requests: WayBackRequest[] = [];
  const executor: WayBackExecutor = {
    async carryOut(request) {
      requests.push(request);
      const answer = answers[requests.length - 1] ?? expect.fail('asked too often');
      const before = await store.card('card-1');
      const after = before && seen && play(before, seen);
      if (after !== undefined) await putCard(store, desk, { before, after, now });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const runRollback = createRunRollback(
    desk,
    () => executor,
    async () => undefined,
  );
  await runRollback.run('card-1', 'offer-1');
  await runRollback.run('card-1', 'offer-1');
  const card = (await store.card('card-1')) ?? expect.fail('the card is gone');
  return { calls: requests.length, requests, rollback: onlyRollout(card).rollback };
}

const lost = new TransientError('kubernetes-timeout', 'no answer', { outcome: 'unknown' });

describe('createRunRollback', () => {
  it('asks the API server once, however often it is run', async () => {
    const { calls, rollback } = await run({ kind: 'applied' });

    expect(calls).toBe(1);
    expect(rollback?.status).toBe('running');
  });

  it('asks again after a lost answer, and takes already-there for success', async () => {
    const { calls, rollback } = await run(lost, { kind: 'already-there' });

    expect(calls).toBe(2);
    expect(rollback?.status).toBe('running');
  });

  it('gives up after three lost answers, and says that it does not know', async () => {
    const { calls, rollback } = await run(lost, lost, lost);

    expect(calls).toBe(3);
    expect(rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'outcome-unknown' },
    });
  });

  it('does not know either when a lost answer is followed by a refused connection', async () => {
    const away = new TransientError('kubernetes-unreachable', 'refused', { outcome: 'not-done' });

    const { rollback } = await run(lost, away, away);

    expect(rollback).toMatchObject({ status: 'failed', failure: { kind: 'outcome-unknown' } });
  });

  it('does not ask again what was refused for good', async () => {
    const { calls, rollback } = await run(new PermanentError('kubernetes-unauthorized', 'no'));

    expect(calls).toBe(1);
    expect(rollback?.status).toBe('failed');
  });

  it('does not act on a click of long ago', async () => {
    const { calls, rollback } = await runWhile({ now: 24 * 60 * 60_000 });

    expect(calls).toBe(0);
    expect(rollback).toMatchObject({ status: 'failed', failure: { kind: 'overdue' } });
  });

  it('locks what arrived at its target before the answer came', async () => {
    const seen = look(44, { revision: revision(42, { number: 44 }), phase: 'complete' });

    const { rollback } = await runWhile({ now: 5000, seen }, { kind: 'applied' });

    expect(rollback).toMatchObject({ status: 'done', lock: { at: 5000, until: 86_405_000 } });
  });

  it.each([
    [{ kind: 'forbidden', rule: 'patch deployments.apps in namespace prod' }, 'forbidden'],
    [{ kind: 'refused', because: 'newer-revision' }, 'not-current'],
    [{ kind: 'refused', because: 'target-gone' }, 'target-gone'],
    [{ kind: 'refused', because: 'paused' }, 'paused'],
  ] as const)('says why not: %j', async (answer, kind) => {
    const { rollback } = await run(answer);

    expect(rollback).toMatchObject({ status: 'failed', failure: { kind } });
  });
});

describe('a way back that waits for something outside the cluster', () => {
  const waiting = { kind: 'waiting', for: 'merge', url: 'https://github.example/pull/7' } as const;

  it('is asked again under the same key until it goes on', async () => {
    const { requests, rollback } = await run(waiting, { kind: 'applied' });

    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
    expect(requests).toHaveLength(2);
    expect(rollback).toMatchObject({ status: 'running', startedAt: 5000 });
    expect(rollback?.waiting).toBeUndefined();
  });

  it('says that it was begun, so that nobody begins it twice', async () => {
    const application = { namespace: 'argocd', name: 'payments-api' };
    const way = { kind: 'argocd-history', application, entries: [], later: 0 } as const;

    const { requests } = await runWhile({ now: 5000, begun: acceptedCard({ way }) }, waiting, waiting);

    expect(requests.map(({ isBegun }) => isBegun)).toEqual([undefined, true]);
  });

  it('shows what it waits for, since when', async () => {
    const { rollback } = await run(waiting, waiting);

    expect(rollback).toMatchObject({
      status: 'running',
      waiting: { for: 'merge', url: 'https://github.example/pull/7', since: 5000 },
    });
  });

  it('goes on waiting while nobody answers there', async () => {
    const { calls, rollback } = await run(waiting, lost, lost, lost);

    expect(calls).toBe(4);
    expect(rollback).toMatchObject({
      status: 'running',
      waiting: { for: 'merge', url: 'https://github.example/pull/7', since: 5000 },
    });
  });

  it.each<[string, Answer]>([
    ['the right to look is taken away', { kind: 'forbidden', rule: 'Contents: write on acme/clusters' }],
    ['looking is refused', new PermanentError('github-410', 'gone')],
  ])(
    'goes on waiting for what it began elsewhere when %s, because that may still come',
    async (_, answer) => {
      const way = {
        kind: 'revert',
        repository: 'acme/clusters',
        branch: 'main',
        path: '',
        how: 'merge',
      } as const;

      const { rollback } = await runWhile({ now: 5000, begun: acceptedCard({ way }) }, waiting, answer);

      expect(rollback).toMatchObject({
        status: 'running',
        waiting: { for: 'merge', url: 'https://github.example/pull/7', since: 5000 },
      });
    },
  );

  it('fails when it came to nothing there', async () => {
    const { rollback } = await run(waiting, { kind: 'not-merged', url: 'https://github.example/pull/7' });

    expect(rollback).toMatchObject({ status: 'failed', failure: { kind: 'not-merged' } });
    expect(rollback?.waiting).toBeUndefined();
  });
});

describe('a way back of several steps', () => {
  const way = { kind: 'helm', release: { namespace: 'prod', name: 'payments-api' } } as const;
  const notBegun = { kind: 'refused', because: 'not-begun' } as const;

  it('is through when its executor says so', async () => {
    const { calls, rollback } = await runWhile(
      { now: 5000, begun: acceptedCard({ way }) },
      { kind: 'applied' },
    );

    expect(calls).toBe(1);
    expect(rollback).toMatchObject({ status: 'running', startedAt: 5000, throughAt: 5000 });
  });

  it.each(['running', 'done'] as const)(
    'is gone on with when the target was seen first: %s',
    async (status) => {
      const seen = acceptedCard({ way, status, startedAt: 4000, revision: 44 });

      const { calls, rollback } = await runWhile({ now: 5000, begun: seen }, { kind: 'already-there' });

      expect(calls).toBe(1);
      expect(rollback).toMatchObject({ status, startedAt: 4000, throughAt: 5000 });
    },
  );

  it('waits for an API server that does not answer, because it may be half way', async () => {
    const { calls, rollback } = await runWhile(
      { now: 5000, begun: acceptedCard({ way }) },
      lost,
      lost,
      lost,
      {
        kind: 'applied',
      },
    );

    expect(calls).toBe(4);
    expect(rollback).toMatchObject({ status: 'running', throughAt: 5000 });
    expect(rollback?.waiting).toBeUndefined();
  });

  it('is not begun when it is too late', async () => {
    const { requests, rollback } = await runWhile(
      { now: 24 * 60 * 60_000, begun: acceptedCard({ way }) },
      notBegun,
    );

    expect(requests.map(({ takesUpOnly }) => takesUpOnly)).toEqual([true]);
    expect(rollback).toMatchObject({ status: 'failed', failure: { kind: 'overdue' } });
  });

  it('is seen through, however late, when it was begun', async () => {
    const { requests, rollback } = await runWhile(
      { now: 24 * 60 * 60_000, begun: acceptedCard({ way }) },
      { kind: 'applied' },
    );

    expect(requests).toHaveLength(1);
    expect(rollback).toMatchObject({ status: 'running' });
  });
});
