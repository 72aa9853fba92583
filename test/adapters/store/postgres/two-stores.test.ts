import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostgres, type PostgresServer, startPostgres } from '../../../../sandbox/postgres/index.ts';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { TransientError } from '../../../../src/errors.ts';
import type { Store } from '../../../../src/ports.ts';
import { createDatabase, hasPostgres, statement } from '../../../postgres/database.ts';
import { arrival, claim } from '../inbox-contract.ts';
import { cardSubject, sampleCard } from '../sample-card.ts';

const clock = { now: () => 1_700_000_000_000 };
const noIndex = { following: [], offerIds: [] };

async function openTwo(url: string): Promise<readonly [Store, Store]> {
  const stores = await Promise.all([openStore({ url, clock }), openStore({ url, clock })]);
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });
  return stores;
}

/** Reads and writes what it read, which loses a count as soon as two do it at the same time. */
const addOne = (store: Store) =>
  store.transaction(async (session) => {
    const revision = ((await session.workload('prod/a'))?.revision ?? 0) + 1;
    await session.saveWorkload({ workload: 'prod/a', uid: 'u', revision });
  });

async function addOneAndCount(store: Store, tally: { done: number; unknown: number }): Promise<void> {
  try {
    await addOne(store);
    tally.done += 1;
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    if (error.outcome === 'unknown') tally.unknown += 1;
  }
}

describe.skipIf(!hasPostgres)('two replicas on one PostgreSQL', { timeout: 60_000 }, () => {
  it('may start on an empty database at the same moment, and it is migrated once', async () => {
    const url = await createDatabase();

    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, clock })));

    const ids = (await statement(url, 'select id from migrations')).map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(4);
    expect(new Set(ids).size).toBe(ids.length);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('lose no change of the same card and its message, however many come at once', async () => {
    const [left, right] = await openTwo(await createDatabase());
    await left.saveCard(sampleCard('card-1'), noIndex);
    await left.markDirty({
      subject: cardSubject('card-1'),
      slot: 'card',
      channel: '',
      priority: 2,
      at: 1,
    });
    const note = (store: Store, key: string) =>
      store.transaction(async (session) => {
        const card = (await session.card('card-1')) ?? expect.fail();
        const notices = [...card.notices, { key, at: 1, kind: 'failing' as const }];
        await session.saveCard({ ...card, notices }, noIndex);
        const message = (await session.message(cardSubject('card-1'), 'card')) ?? expect.fail();
        await session.saveMessage({ ...message, channel: `${message.channel}.` });
      });

    await Promise.all(
      Array.from({ length: 50 }, (_, index) => [note(left, `l${index}`), note(right, `r${index}`)]).flat(),
    );

    const card = await right.card('card-1');
    expect(new Set(card?.notices.map(({ key }) => key)).size).toBe(100);
    expect((await left.message(cardSubject('card-1'), 'card'))?.channel).toBe('.'.repeat(100));
  });

  it('let exactly one through with the same request', async () => {
    const [left, right] = await openTwo(await createDatabase());

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? left : right).inbox.receive(arrival('Ev1'), claim(`replica-${index}`, 1)),
      ),
    );

    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('go on through restarts and a crash of the server: nothing is lost, nothing is done twice', async () => {
    const server = await startOwnServer();
    const [left, right] = await openTwo(await server.createDatabase('cards'));
    const tally = { done: 0, unknown: 0 };
    let isOver = false;
    const hammer = async (store: Store) => {
      while (!isOver) await addOneAndCount(store, tally);
    };
    const reaches = async (count: number) => {
      while (tally.done < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };

    const hammering = Promise.all([hammer(left), hammer(right)]);
    for (const mode of ['fast', 'crash', 'fast'] as const) {
      await reaches(tally.done + 20);
      await server.restart(mode);
    }
    await reaches(tally.done + 20);
    isOver = true;
    await hammering;

    const stored = (await left.workload('prod/a'))?.revision ?? 0;
    expect(stored).toBeGreaterThanOrEqual(tally.done);
    expect(stored).toBeLessThanOrEqual(tally.done + tally.unknown);
    expect(tally.unknown).toBeLessThanOrEqual(6);
  });
});

async function startOwnServer(): Promise<PostgresServer> {
  const server = await startPostgres(findPostgres() ?? expect.fail('no PostgreSQL here'));
  onTestFinished(() => server.close());
  return server;
}
