import { describe, expect, it } from 'vitest';
import { createFollowWorkload } from '../../../src/app/follow-workload.ts';
import { putCard } from '../../../src/app/put-card.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { createSerial } from '../../../src/app/serial.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import type { WayBack } from '../../../src/domain/rollback/way-back.ts';
import { TransientError } from '../../../src/errors.ts';
import type { WayBackExecutor, WayBackRequest, WayBackResult } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';
import { accepted } from './accepted-run.ts';
import { createCluster } from './interleaving-cluster.ts';

const early = 5000;
const late = 24 * 60 * 60_000;

interface Circumstances {
  /** Default: accepted, and nobody was asked. */
  readonly run?: Partial<RollbackRun>;
  readonly isHealthyAgain?: boolean;
}

/** v43 crashes, and going back to v42 was accepted. */
async function openWorld({ run = {}, isHealthyAgain = false }: Circumstances = {}) {
  const { desk, store, at } = await openDesk();
  const cluster = createCluster();
  for (let version = 40; version <= 43; version += 1) cluster.deploy();
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const begun = mapRollouts(failing, (rollout) => ({
    ...rollout,
    ...(isHealthyAgain ? { status: 'complete' as const, endedAt: 4000 } : {}),
    rollback: { ...accepted, ...run },
  }));
  at(early);
  await store.transaction((session) =>
    putCard(session, desk, { before: undefined, after: begun, now: early }),
  );
  const requests: WayBackRequest[] = [];
  const current = async () => {
    const card = await store.card('card-1');
    return card && onlyRollout(card).rollback;
  };

  /** A process that has just started; one that dies never comes back to it. */
  async function carryOut(
    now: number,
    executor: WayBackExecutor = cluster.executor,
    { isUnwatched = false } = {},
  ) {
    at(now);
    const asking: WayBackExecutor = {
      carryOut(request) {
        requests.push(request);
        return executor.carryOut(request);
      },
    };
    const own = { ...desk, serial: createSerial() };
    const runRollback = createRunRollback(
      own,
      () => (isUnwatched ? undefined : asking),
      async () => undefined,
    );
    const dead = new Promise((resolve) => cluster.onDeath(() => resolve(undefined)));
    await Promise.race([runRollback.run('card-1', 'offer-1'), dead]);
    return current();
  }

  return {
    carryOut,
    current,
    requests,
    cluster,
    store,
    /** Its run is another one by now. */
    async become(rollback: RollbackRun) {
      await store.transaction(async (session) => {
        const before = await session.card('card-1');
        if (before === undefined) expect.fail('the card is gone');
        const after = mapRollouts(before, (rollout) => ({ ...rollout, rollback }));
        await putCard(session, desk, { before, after, now: early });
      });
    },
    async see() {
      await createFollowWorkload(desk).observe(cluster.look(), false);
    },
  };
}

const says = (result: WayBackResult): WayBackExecutor => ({ carryOut: async () => result });
const silent = (outcome: 'unknown' | 'not-done'): WayBackExecutor => ({
  async carryOut() {
    throw new TransientError('kubernetes-unreachable', 'no answer', { outcome });
  },
});

describe('a run of which nobody knows how far it came, and which is too late to begin', () => {
  it('went through when its process died right after the write', async () => {
    const world = await openWorld();
    world.cluster.decide('dies-after', () => undefined);
    await world.carryOut(early);
    const left = await world.current();

    const taken = await world.carryOut(late);
    await world.see();

    expect(left).toMatchObject({ status: 'approved', askedAt: early });
    expect(taken).toMatchObject({ status: 'running', lock: { at: late } });
    expect(taken).not.toHaveProperty('failure');
    expect(await world.current()).toMatchObject({ status: 'done' });
    expect(await world.store.recentCards('payments-api', 0)).toHaveLength(1);
    expect(world.cluster.writes).toHaveLength(1);
  });

  it('went through although its version became healthy before that was seen', async () => {
    const world = await openWorld({ run: { askedAt: 4000 }, isHealthyAgain: true });
    world.cluster.deploy(true);
    world.cluster.goTo('rs-42');

    const taken = await world.carryOut(early);

    expect(taken).toMatchObject({ status: 'running' });
    expect(taken).not.toHaveProperty('failure');
  });

  it.each([
    ['overdue', {}, late],
    ['healthy-again', { isHealthyAgain: true }, early],
  ] as const)('is not begun when its process died before the write: %s', async (kind, more, now) => {
    const world = await openWorld({ run: { askedAt: 4000 }, ...more });

    const taken = await world.carryOut(now);

    expect(world.requests.map(({ takesUpOnly }) => takesUpOnly)).toEqual([true]);
    expect(taken).toMatchObject({ status: 'failed', failure: { kind } });
    expect(world.cluster.writes).toEqual([]);
  });

  it.each([
    ['overdue', {}, late],
    ['healthy-again', { isHealthyAgain: true }, early],
  ] as const)('asks nobody when nobody was asked before: %s', async (kind, more, now) => {
    const world = await openWorld(more);

    const taken = await world.carryOut(now);

    expect(world.requests).toEqual([]);
    expect(taken).toMatchObject({ status: 'failed', failure: { kind } });
  });

  it('goes on waiting when it waits, and fails when it was refused', async () => {
    const waits = await openWorld({ run: { askedAt: 4000 } });
    const gone = await openWorld({ run: { askedAt: 4000 } });

    const waiting = await waits.carryOut(late, says({ kind: 'waiting', for: 'reconciler' }));
    const refused = await gone.carryOut(late, says({ kind: 'refused', because: 'newer-revision' }));

    expect(waiting).toMatchObject({ status: 'running', waiting: { for: 'reconciler' } });
    expect(refused).toMatchObject({
      status: 'failed',
      failure: { kind: 'not-current', mayHaveActed: true },
    });
  });

  it('may have gone through when nobody is left who could be asked', async () => {
    const world = await openWorld({ run: { askedAt: 4000 } });

    const taken = await world.carryOut(late, undefined, { isUnwatched: true });

    expect(taken).toMatchObject({ status: 'failed', failure: { kind: 'outcome-unknown' } });
  });

  it('is left to the other replica that asks meanwhile', async () => {
    const world = await openWorld({ run: { askedAt: 4000 } });
    const before = await world.store.card('card-1');
    const stale = before && mapRollouts(before, (rollout) => ({ ...rollout, rollback: accepted }));
    const { desk } = await openDesk();
    const store = { ...world.store, card: async () => stale };
    const runRollback = createRunRollback(
      { ...desk, store, clock: { now: () => late } },
      () => expect.fail('nobody is to be asked'),
      async () => undefined,
    );

    await runRollback.run('card-1', 'offer-1');

    expect(await world.current()).toMatchObject({ status: 'approved' });
  });
});

describe('that an executor was asked', () => {
  it('is stored before it hears of it, once', async () => {
    const world = await openWorld();
    const stored: unknown[] = [];
    const looking: WayBackExecutor = {
      async carryOut() {
        stored.push((await world.current())?.askedAt);
        return { kind: 'waiting', for: 'merge' };
      },
    };

    await world.carryOut(early, looking);
    await world.carryOut(early + 1000, looking);

    expect(stored).toEqual([early, early]);
  });

  const flux: WayBack = {
    kind: 'suspend-and-undo',
    owner: 'Kustomization',
    object: { namespace: 'flux-system', name: 'apps' },
    suspendedForMs: 60_000,
  };

  it.each<[string, WayBack]>([
    ['an undo', { kind: 'undo' }],
    ['an undo for which Flux is suspended', flux],
  ])('takes one transaction: %s', async (_, way) => {
    const { desk, store, at } = await openDesk();
    at(early);
    const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
    const after = mapRollouts(failing, (rollout) => ({ ...rollout, rollback: { ...accepted, way } }));
    await store.transaction((session) => putCard(session, desk, { before: undefined, after, now: early }));
    let transactions = 0;
    const counted: typeof store = {
      ...store,
      transaction(work) {
        transactions += 1;
        return store.transaction(work);
      },
    };
    const before: number[] = [];
    const runRollback = createRunRollback(
      { ...desk, store: counted },
      () => ({
        async carryOut() {
          before.push(transactions);
          return { kind: 'applied' };
        },
      }),
      async () => undefined,
    );

    await runRollback.run('card-1', 'offer-1');

    expect(before).toEqual([1]);
  });

  it.each(['unknown', 'not-done'] as const)(
    'leaves it unknown when the next process gets no answer, although that ask came to nothing: %s',
    async (outcome) => {
      const world = await openWorld();
      world.cluster.decide('dies-after', () => undefined);
      await world.carryOut(early);

      const taken = await world.carryOut(early + 1000, silent(outcome));

      expect(taken).toMatchObject({ status: 'failed', failure: { kind: 'outcome-unknown' } });
    },
  );
});

describe('what was asked for again by the same button', () => {
  it('takes no answer that is for the run before it', async () => {
    const world = await openWorld();
    const again = { ...accepted, requestedAt: 9000 };
    const pressedMeanwhile: WayBackExecutor = {
      async carryOut() {
        await world.become(again);
        return { kind: 'refused', because: 'newer-revision' };
      },
    };

    await world.carryOut(early, pressedMeanwhile);

    expect(await world.current()).toEqual(again);
  });
});
