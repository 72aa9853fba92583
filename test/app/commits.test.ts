import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import { createCommits } from '../../src/app/commits.ts';
import { TransientError } from '../../src/errors.ts';
import type { Store } from '../../src/ports.ts';
import { sampleCard } from '../adapters/store/sample-card.ts';

const clock = { now: () => 0 };
const noIndex = { following: [], offerIds: [] };

describe('commits that come at the same time', () => {
  let store: Store;
  let transactions: number;
  let counted: Store;

  beforeEach(async () => {
    store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
    transactions = 0;
    counted = {
      ...store,
      transaction(work) {
        transactions += 1;
        return store.transaction(work);
      },
    };
  });

  afterEach(() => store.close());

  const save = (id: string) => (session: Parameters<Parameters<Store['transaction']>[0]>[0]) =>
    session.saveCard(sampleCard(id), noIndex).then(() => id);

  it('share one transaction, and each gets its own answer', async () => {
    const commits = createCommits(counted, clock);

    const answers = await Promise.all(['a', 'b', 'c'].map((id) => commits.run(save(id))));

    expect(answers).toEqual(['a', 'b', 'c']);
    expect(transactions).toBe(1);
    expect(await store.card('c')).toBeDefined();
  });

  it('see what the ones before them wrote', async () => {
    const commits = createCommits(counted, clock);
    const writing = commits.run(save('a'));

    const seen = await commits.run((session) => session.card('a'));

    expect(seen?.id).toBe('a');
    await writing;
  });

  it('do not take each other down', async () => {
    const commits = createCommits(counted, clock);
    const outcomes = await Promise.allSettled([
      commits.run(save('before')),
      commits.run(async (session) => {
        await session.saveCard(sampleCard('broken'), noIndex);
        throw new Error('a defect');
      }),
      commits.run(save('after')),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.card('before')).toBeDefined();
    expect(await store.card('after')).toBeDefined();
    expect(await store.card('broken')).toBeUndefined();
  });

  it('are not tried one by one while the store is away', async () => {
    let attempts = 0;
    const away = new TransientError('store_unavailable', 'PostgreSQL cannot be reached.');
    const failing: Pick<Store, 'transaction'> = {
      transaction() {
        attempts += 1;
        return Promise.reject(away);
      },
    };
    const commits = createCommits(failing, clock);

    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((id) => commits.run(save(id))));

    expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: away }));
    expect(attempts).toBe(1);
  });

  it('let the event loop turn between two groups', async () => {
    const commits = createCommits(counted, clock);
    const order: string[] = [];
    const many = Array.from({ length: 120 }, (_, index) => commits.run(save(`card-${index}`)));
    many[119]?.then(() => order.push('all committed'));

    await turn();
    await turn();
    order.push('something else');
    await Promise.all(many);

    expect(order).toEqual(['something else', 'all committed']);
    expect(transactions).toBe(3);
  });

  it('are no more than there is time for: the others go into the next one, in their order', async () => {
    let now = 0;
    const commits = createCommits(counted, { now: () => now });
    const done: string[] = [];
    const slow = (id: string) =>
      commits.run(async (session) => {
        now += 120;
        done.push(`${id} in ${transactions}`);
        return save(id)(session);
      });

    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(slow));

    expect(answers).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(done).toEqual(['a in 1', 'b in 1', 'c in 2', 'd in 2', 'e in 3']);
    expect(await store.recentCards('payments-api', 0)).toHaveLength(5);
  });

  it.each([
    ['for a slow disk', 0, 1],
    ['for others who write', 1, 0],
    ['for both', 0.5, 0.5],
  ])(
    'are more at once after waiting %s: as much work as the one before waited, within bounds',
    async (_, before, after) => {
      let now = 0;
      let waitMs = 0;
      const onDisk = {
        async transaction<T>(work: Parameters<typeof store.transaction<T>>[0]) {
          now += waitMs * before;
          const result = await counted.transaction(work);
          now += waitMs * after;
          return result;
        },
      };
      const commits = createCommits(onDisk, { now: () => now });
      const groups: number[] = [];
      const burst = async (takesMs: number) => {
        waitMs = takesMs;
        groups.length = 0;
        const work = () =>
          commits.run(async () => {
            now += 100;
            groups[transactions] = (groups[transactions] ?? 0) + 1;
          });
        await Promise.all(Array.from({ length: 40 }, work));
        return groups.flat();
      };

      expect((await burst(800)).slice(0, 3)).toEqual([2, 8, 8]);
      expect((await burst(60_000)).slice(0, 3)).toEqual([8, 30, 2]);
      expect((await burst(10)).slice(0, 3)).toEqual([30, 2, 2]);
    },
  );

  it('leave what there was no time for alone when the transaction fails', async () => {
    let now = 0;
    const commits = createCommits(counted, { now: () => now });
    const run = (id: string, isBroken: boolean) =>
      commits.run(async (session) => {
        now += 240;
        if (isBroken) throw new Error('a defect');
        return save(id)(session);
      });

    const outcomes = await Promise.allSettled([run('a', true), run('b', false), run('c', false)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect((await store.recentCards('payments-api', 0)).map(({ id }) => id).toSorted()).toEqual(['b', 'c']);
  });

  it('begin with what is urgent, and keep their order otherwise', async () => {
    const commits = createCommits(counted, clock);
    const order: string[] = [];
    const note = (id: string) => async () => void order.push(id);

    await Promise.all([
      commits.run(note('a')),
      commits.run(note('b')),
      commits.run(note('verdict'), 'urgent'),
      commits.run(note('c')),
      commits.run(note('problem'), 'urgent'),
    ]);

    expect(order).toEqual(['verdict', 'problem', 'a', 'b', 'c']);
  });

  it('do not join the transaction from which they were asked for', async () => {
    const commits = createCommits(store, clock);
    let asked: Promise<unknown> = Promise.resolve();
    const failing = store.transaction(async () => {
      asked = commits.run(save('a'));
      await turn();
      throw new Error('undone');
    });

    await expect(failing).rejects.toThrow('undone');
    await asked;

    expect(await store.card('a')).toBeDefined();
  });
});
