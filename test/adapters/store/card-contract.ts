import { describe, expect, it } from 'vitest';
import type { CardIndex, Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

const noIndex: CardIndex = { following: [], offerIds: [] };

export function cardContract(store: () => Store): void {
  describe('cards', () => {
    it('gives back a card as it was saved, and the latest of several saves', async () => {
      const hostile = { label: 'v\'43"; drop table cards; -- \u{1F680}', image: '' };
      await store().saveCard(sampleCard('card-1'), noIndex);

      await store().saveCard(sampleCard('card-1', { version: hostile }), noIndex);

      expect(await store().card('card-1')).toEqual(sampleCard('card-1', { version: hostile }));
      expect(await store().card('card-2')).toBeUndefined();
    });

    it('finds a card by its build, the newest when several name it', async () => {
      await store().saveCard(sampleCard('old', { openedAt: 1 }), { ...noIndex, buildId: 'build-7' });
      await store().saveCard(sampleCard('new', { openedAt: 2 }), { ...noIndex, buildId: 'build-7' });

      const card = await store().cardByBuild('build-7');

      expect(card?.id).toBe('new');
      expect(await store().cardByBuild('build-8')).toBeUndefined();
    });

    it('finds a card by the offers it makes now, not by those it made before', async () => {
      await store().saveCard(sampleCard('card-1'), { ...noIndex, offerIds: ['offer-1', 'offer-2'] });

      await store().saveCard(sampleCard('card-1'), { ...noIndex, offerIds: ['offer-2'] });

      expect(await store().cardByOffer('offer-1')).toBeUndefined();
      expect((await store().cardByOffer('offer-2'))?.id).toBe('card-1');
    });

    it('lists the cards that follow a workload, newest first, until they no longer do', async () => {
      const index = { ...noIndex, following: ['prod/a', 'prod/b', 'prod/a'] };
      await store().saveCard(sampleCard('first', { openedAt: 1 }), index);
      await store().saveCard(sampleCard('second', { openedAt: 2 }), index);
      await store().saveCard(sampleCard('third', { openedAt: 3 }), index);

      await store().saveCard(sampleCard('third', { openedAt: 3 }), { ...noIndex, following: ['prod/b'] });

      expect((await store().cardsFollowing('prod/a')).map((card) => card.id)).toEqual(['second', 'first']);
      expect((await store().followedCards()).map((card) => card.id)).toEqual(['first', 'second', 'third']);
      expect(await store().cardsFollowing('prod/c')).toEqual([]);
    });

    it('is found by what it was saved with last, whatever of it has changed', async () => {
      const first = { following: ['prod/a', 'prod/b'], offerIds: ['offer-1'] };
      await store().saveCard(sampleCard('one'), first);
      await store().saveCard(sampleCard('one'), { following: ['prod/b'], offerIds: ['offer-1'] });
      await store().saveCard(sampleCard('one'), { following: ['prod/b'], offerIds: ['offer-2', 'offer-3'] });

      const found = async () => ({
        a: (await store().cardsFollowing('prod/a')).length,
        b: (await store().cardsFollowing('prod/b')).length,
        former: (await store().cardByOffer('offer-1'))?.id,
        latest: (await store().cardByOffer('offer-3'))?.id,
      });
      const between = await found();
      await store().saveCard(sampleCard('one'), noIndex);

      expect(between).toEqual({ a: 0, b: 1, former: undefined, latest: 'one' });
      expect(await found()).toEqual({ a: 0, b: 0, former: undefined, latest: undefined });
    });

    it('lists the recent cards of one service, newest first', async () => {
      const other = { ...sampleCard('x').owner, service: 'search' };
      await store().saveCard(sampleCard('stale', { openedAt: 9 }), noIndex);
      await store().saveCard(sampleCard('a', { openedAt: 10 }), noIndex);
      await store().saveCard(sampleCard('b', { openedAt: 11 }), noIndex);
      await store().saveCard(sampleCard('c', { openedAt: 12, owner: other }), noIndex);

      const recent = await store().recentCards('payments-api', 10);

      expect(recent.map((card) => card.id)).toEqual(['b', 'a']);
    });

    it('lists the cards that are due, earliest first', async () => {
      await store().saveCard(sampleCard('later'), { ...noIndex, dueAt: 50 });
      await store().saveCard(sampleCard('sooner'), { ...noIndex, dueAt: 20 });
      await store().saveCard(sampleCard('tomorrow'), { ...noIndex, dueAt: 51 });
      await store().saveCard(sampleCard('never'), noIndex);

      expect(await store().cardsDue(50)).toEqual(['sooner', 'later']);
    });
  });
}
