import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../src/errors.ts';
import type { CardIndex, Store } from '../../../src/ports.ts';
import { cardSubject, sampleCard } from './sample-card.ts';

const noIndex: CardIndex = { following: [], offerIds: [] };
const dirty = {
  subject: cardSubject('card-1'),
  slot: 'card',
  channel: '#team-payments',
  priority: 2,
  at: 100,
};

export function transactionContract(store: () => Store): void {
  describe('transactions', () => {
    it('writes all or nothing', async () => {
      const failing = store().transaction(async (session) => {
        await session.saveCard(sampleCard('card-1'), { ...noIndex, following: ['prod/a'] });
        await session.markDirty(dirty);
        throw new Error('half way');
      });

      await expect(failing).rejects.toThrow('half way');
      expect(await store().card('card-1')).toBeUndefined();
      expect(await store().dirtyMessages(1)).toEqual([]);
    });

    it('does not do work again that failed by itself, also when its failure may pass', async () => {
      let attempts = 0;
      const failing = store().transaction(async () => {
        attempts += 1;
        throw new TransientError('not_leading', 'Another replica leads by now.');
      });

      await expect(failing).rejects.toMatchObject({ code: 'not_leading' });
      expect(attempts).toBe(1);
    });

    it('goes on after a transaction that failed', async () => {
      await store()
        .transaction(() => Promise.reject(new Error('no')))
        .catch(() => {});

      const saved = await store().transaction(async (session) => {
        await session.saveCard(sampleCard('card-1'), noIndex);
        return session.card('card-1');
      });

      expect(saved?.id).toBe('card-1');
    });

    it('runs transactions one after the other, so that none loses what another wrote', async () => {
      await store().saveWorkload({ workload: 'prod/a', uid: 'u', revision: 0 });
      const increment = () =>
        store().transaction(async (session) => {
          const record = await session.workload('prod/a');
          await new Promise((resolve) => setImmediate(resolve));
          await session.saveWorkload({
            workload: 'prod/a',
            uid: 'u',
            revision: (record?.revision ?? 0) + 1,
          });
        });

      await Promise.all(Array.from({ length: 20 }, increment));

      expect((await store().workload('prod/a'))?.revision).toBe(20);
    });

    it('keeps others from seeing what is not committed', async () => {
      const gate = Promise.withResolvers<void>();
      const writing = store().transaction(async (session) => {
        await session.saveCard(sampleCard('card-1'), noIndex);
        await gate.promise;
        throw new Error('undone');
      });
      const reading = store().card('card-1');
      gate.resolve();

      const [outcome, seen] = await Promise.allSettled([writing, reading]);

      expect(outcome.status).toBe('rejected');
      expect(seen).toEqual({ status: 'fulfilled', value: undefined });
    });

    it('lets what is asked of the store inside a transaction join it', async () => {
      const failing = store().transaction(async () => {
        await store().saveCard(sampleCard('card-1'), noIndex);
        await store().transaction((inner) => inner.saveCard(sampleCard('card-2'), noIndex));
        throw new Error('undone');
      });

      await expect(failing).rejects.toThrow('undone');
      expect(await store().card('card-1')).toBeUndefined();
      expect(await store().card('card-2')).toBeUndefined();
    });

    it('ends after those who joined, also when nobody waited for them', async () => {
      let joined: Promise<void> = Promise.resolve();
      await store().transaction(async () => {
        joined = store().transaction(async (inner) => {
          await new Promise((resolve) => setImmediate(resolve));
          await inner.saveCard(sampleCard('card-1'), noIndex);
        });
      });

      const card = await store().card('card-1');

      expect(card?.id).toBe('card-1');
      await joined;
    });

    it('lets work that outlives its transaction go to the store itself', async () => {
      let late: Promise<unknown> = Promise.resolve();
      await store().transaction(async (session) => {
        await session.saveCard(sampleCard('card-1'), noIndex);
        late = new Promise((resolve) => setTimeout(() => resolve(store().card('card-1')), 5));
      });

      expect(await late).toEqual(sampleCard('card-1'));
    });
  });
}
