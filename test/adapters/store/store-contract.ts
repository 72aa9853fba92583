import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardIndex, MessageRecord, Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

const noIndex: CardIndex = { following: [], offerIds: [] };
const dirty = { cardId: 'card-1', slot: 'card', channel: '#team-payments', priority: 2, at: 100 };
const posted: MessageRecord = {
  cardId: 'card-1',
  slot: 'card',
  channel: 'C0PAYMENTS',
  ts: '1700000000.000100',
  shownHash: 'abc',
  status: 'posted',
  priority: 2,
};

/** What every engine must do. `open` gives an empty store. */
export function storeContract(engine: string, open: () => Promise<Store>): void {
  describe(`store on ${engine}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(() => store.close());

    describe('cards', () => {
      it('gives back a card as it was saved, and the latest of several saves', async () => {
        const hostile = { label: 'v\'43"; drop table cards; -- \u{1F680}', image: '' };
        await store.saveCard(sampleCard('card-1'), noIndex);

        await store.saveCard(sampleCard('card-1', { version: hostile }), noIndex);

        expect(await store.card('card-1')).toEqual(sampleCard('card-1', { version: hostile }));
        expect(await store.card('card-2')).toBeUndefined();
      });

      it('finds a card by its build, the newest when several name it', async () => {
        await store.saveCard(sampleCard('old', { openedAt: 1 }), { ...noIndex, buildId: 'build-7' });
        await store.saveCard(sampleCard('new', { openedAt: 2 }), { ...noIndex, buildId: 'build-7' });

        const card = await store.cardByBuild('build-7');

        expect(card?.id).toBe('new');
        expect(await store.cardByBuild('build-8')).toBeUndefined();
      });

      it('finds a card by the offers it makes now, not by those it made before', async () => {
        await store.saveCard(sampleCard('card-1'), { ...noIndex, offerIds: ['offer-1', 'offer-2'] });

        await store.saveCard(sampleCard('card-1'), { ...noIndex, offerIds: ['offer-2'] });

        expect(await store.cardByOffer('offer-1')).toBeUndefined();
        expect((await store.cardByOffer('offer-2'))?.id).toBe('card-1');
      });

      it('lists the cards that follow a workload, newest first, until they no longer do', async () => {
        const index = { ...noIndex, following: ['prod/a', 'prod/b', 'prod/a'] };
        await store.saveCard(sampleCard('first', { openedAt: 1 }), index);
        await store.saveCard(sampleCard('second', { openedAt: 2 }), index);
        await store.saveCard(sampleCard('third', { openedAt: 3 }), index);

        await store.saveCard(sampleCard('third', { openedAt: 3 }), { ...noIndex, following: ['prod/b'] });

        expect((await store.cardsFollowing('prod/a')).map((card) => card.id)).toEqual(['second', 'first']);
        expect((await store.followedCards()).map((card) => card.id)).toEqual(['first', 'second', 'third']);
        expect(await store.cardsFollowing('prod/c')).toEqual([]);
      });

      it('lists the recent cards of one service, newest first', async () => {
        const other = { ...sampleCard('x').owner, service: 'search' };
        await store.saveCard(sampleCard('stale', { openedAt: 9 }), noIndex);
        await store.saveCard(sampleCard('a', { openedAt: 10 }), noIndex);
        await store.saveCard(sampleCard('b', { openedAt: 11 }), noIndex);
        await store.saveCard(sampleCard('c', { openedAt: 12, owner: other }), noIndex);

        const recent = await store.recentCards('payments-api', 10);

        expect(recent.map((card) => card.id)).toEqual(['b', 'a']);
      });

      it('lists the cards that are due, earliest first', async () => {
        await store.saveCard(sampleCard('later'), { ...noIndex, dueAt: 50 });
        await store.saveCard(sampleCard('sooner'), { ...noIndex, dueAt: 20 });
        await store.saveCard(sampleCard('tomorrow'), { ...noIndex, dueAt: 51 });
        await store.saveCard(sampleCard('never'), noIndex);

        expect(await store.cardsDue(50)).toEqual(['sooner', 'later']);
      });
    });

    describe('workloads', () => {
      it('remembers a workload until it is deleted', async () => {
        await store.saveWorkload({ workload: 'prod/a', uid: 'u1', revision: 3, deadlineExceededAt: 7 });
        await store.saveWorkload({ workload: 'prod/a', uid: 'u2', revision: 4 });

        const remembered = await store.workload('prod/a');
        await store.deleteWorkload('prod/a');

        expect(remembered).toEqual({ workload: 'prod/a', uid: 'u2', revision: 4 });
        expect(await store.workload('prod/a')).toBeUndefined();
      });

      it('keeps one verdict a revision, newest first', async () => {
        const revision = { workload: 'prod/a', label: 'v42' };
        await store.saveRevision({ ...revision, replicaSetUid: 'r1', verdict: 'good', at: 1 });
        await store.saveRevision({ ...revision, replicaSetUid: 'r2', verdict: 'good', at: 2 });

        await store.saveRevision({ ...revision, replicaSetUid: 'r1', verdict: 'bad', at: 3 });

        expect(await store.revisions('prod/a')).toEqual([
          { ...revision, replicaSetUid: 'r1', verdict: 'bad', at: 3 },
          { ...revision, replicaSetUid: 'r2', verdict: 'good', at: 2 },
        ]);
      });
    });

    describe('messages', () => {
      it('creates a message when it is first marked dirty', async () => {
        await store.markDirty(dirty);

        expect(await store.message('card-1', 'card')).toEqual({
          cardId: 'card-1',
          slot: 'card',
          channel: '#team-payments',
          status: 'unposted',
          priority: 2,
          dirtySince: 100,
        });
      });

      it('keeps what is known of a message when it is marked again, and the first time since when', async () => {
        await store.saveMessage(posted);
        await store.markDirty({ ...dirty, at: 200 });

        await store.markDirty({ ...dirty, channel: '#elsewhere', at: 300 });

        expect(await store.message('card-1', 'card')).toEqual({ ...posted, dirtySince: 200 });
      });

      it('lets the more urgent priority win until the message is shown', async () => {
        await store.markDirty({ ...dirty, priority: 0 });
        await store.markDirty({ ...dirty, priority: 2 });
        const waiting = await store.message('card-1', 'card');
        await store.saveMessage(posted);

        await store.markDirty({ ...dirty, priority: 2 });

        expect(waiting?.priority).toBe(0);
        expect((await store.message('card-1', 'card'))?.priority).toBe(2);
      });

      it('lets an unposted message move with the configuration', async () => {
        await store.markDirty(dirty);

        await store.markDirty({ ...dirty, channel: '#renamed' });

        expect((await store.message('card-1', 'card'))?.channel).toBe('#renamed');
      });

      it('gives a broken message another try at its own channel with the next change', async () => {
        const { ts: _, ...unposted } = posted;
        await store.saveMessage({ ...unposted, status: 'broken', failure: 'channel_not_found' });

        await store.markDirty(dirty);

        const record = await store.message('card-1', 'card');
        expect(record).toMatchObject({ status: 'unposted', channel: '#team-payments', dirtySince: 100 });
        expect(record?.failure).toBeUndefined();
      });

      it('lists dirty messages by priority, then age, with those whose outcome is unknown', async () => {
        const record = (cardId: string, change: Partial<MessageRecord>) =>
          store.saveMessage({ ...posted, cardId, ...change });
        await record('old progress', { priority: 2, dirtySince: 1 });
        await record('new verdict', { priority: 0, dirtySince: 9 });
        await record('older verdict', { priority: 0, dirtySince: 8 });
        await record('clean', {});
        await record('given up', { status: 'broken', dirtySince: 1 });
        await record('unknown outcome', { status: 'posting', priority: 1 });

        const names = (await store.dirtyMessages(10)).map((message) => message.cardId);

        expect(names).toEqual(['older verdict', 'new verdict', 'unknown outcome', 'old progress']);
        expect(await store.dirtyMessages(2)).toHaveLength(2);
      });
    });

    describe('requests and history', () => {
      it('knows a request that it has seen, until it may forget it', async () => {
        const first = await store.rememberRequest({ key: 'v0=abc', at: 10 });
        const second = await store.rememberRequest({ key: 'v0=abc', at: 11 });
        await store.forgetRequests(11);
        const afterwards = await store.rememberRequest({ key: 'v0=abc', at: 12 });

        expect([first, second, afterwards]).toEqual([true, false, true]);
      });

      it('lets exactly one of several simultaneous copies of a request through', async () => {
        const copies = Array.from({ length: 10 }, () => store.rememberRequest({ key: 'v0=abc', at: 1 }));

        const answers = await Promise.all(copies);

        expect(answers.filter(Boolean)).toHaveLength(1);
      });

      it('reads history newest first, in the order it was written', async () => {
        const entry = { at: 5, service: 'payments-api', detail: { by: 'Ada', count: 2 } };
        await store.appendHistory({ ...entry, type: 'rollout-started', cardId: 'card-1' });
        await store.appendHistory({ ...entry, type: 'rollback-refused' });
        await store.appendHistory({ ...entry, type: 'elsewhere', service: 'search' });

        const history = await store.history('payments-api', 10);

        expect(history).toEqual([
          { ...entry, type: 'rollback-refused' },
          { ...entry, type: 'rollout-started', cardId: 'card-1' },
        ]);
        expect(await store.history('payments-api', 1)).toHaveLength(1);
      });
    });

    describe('transactions', () => {
      it('writes all or nothing', async () => {
        const failing = store.transaction(async (session) => {
          await session.saveCard(sampleCard('card-1'), { ...noIndex, following: ['prod/a'] });
          await session.markDirty(dirty);
          throw new Error('half way');
        });

        await expect(failing).rejects.toThrow('half way');
        expect(await store.card('card-1')).toBeUndefined();
        expect(await store.dirtyMessages(1)).toEqual([]);
      });

      it('goes on after a transaction that failed', async () => {
        await store.transaction(() => Promise.reject(new Error('no'))).catch(() => {});

        const saved = await store.transaction(async (session) => {
          await session.saveCard(sampleCard('card-1'), noIndex);
          return session.card('card-1');
        });

        expect(saved?.id).toBe('card-1');
      });

      it('runs transactions one after the other, so that none loses what another wrote', async () => {
        await store.saveWorkload({ workload: 'prod/a', uid: 'u', revision: 0 });
        const increment = () =>
          store.transaction(async (session) => {
            const record = await session.workload('prod/a');
            await new Promise((resolve) => setImmediate(resolve));
            await session.saveWorkload({
              workload: 'prod/a',
              uid: 'u',
              revision: (record?.revision ?? 0) + 1,
            });
          });

        await Promise.all(Array.from({ length: 20 }, increment));

        expect((await store.workload('prod/a'))?.revision).toBe(20);
      });

      it('keeps others from seeing what is not committed', async () => {
        const gate = Promise.withResolvers<void>();
        const writing = store.transaction(async (session) => {
          await session.saveCard(sampleCard('card-1'), noIndex);
          await gate.promise;
          throw new Error('undone');
        });
        const reading = store.card('card-1');
        gate.resolve();

        const [outcome, seen] = await Promise.allSettled([writing, reading]);

        expect(outcome.status).toBe('rejected');
        expect(seen).toEqual({ status: 'fulfilled', value: undefined });
      });

      it('lets what is asked of the store inside a transaction join it', async () => {
        const failing = store.transaction(async () => {
          await store.saveCard(sampleCard('card-1'), noIndex);
          await store.transaction((inner) => inner.saveCard(sampleCard('card-2'), noIndex));
          throw new Error('undone');
        });

        await expect(failing).rejects.toThrow('undone');
        expect(await store.card('card-1')).toBeUndefined();
        expect(await store.card('card-2')).toBeUndefined();
      });

      it('lets work that outlives its transaction go to the store itself', async () => {
        let late: Promise<unknown> = Promise.resolve();
        await store.transaction(async (session) => {
          await session.saveCard(sampleCard('card-1'), noIndex);
          late = new Promise((resolve) => setTimeout(() => resolve(store.card('card-1')), 5));
        });

        expect(await late).toEqual(sampleCard('card-1'));
      });
    });
  });
}
