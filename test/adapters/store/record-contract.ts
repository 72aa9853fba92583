import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

export function recordContract(store: () => Store): void {
  describe('workloads', () => {
    it('remembers a workload until it is deleted', async () => {
      await store().saveWorkload({ workload: 'prod/a', uid: 'u1', revision: 3, deadlineExceededAt: 7 });
      await store().saveWorkload({ workload: 'prod/a', uid: 'u2', revision: 4 });

      const remembered = await store().workload('prod/a');
      await store().deleteWorkload('prod/a');

      expect(remembered).toEqual({ workload: 'prod/a', uid: 'u2', revision: 4 });
      expect(await store().workload('prod/a')).toBeUndefined();
    });

    it('names those of one cluster, whatever it is called', async () => {
      for (const workload of ['eu/prod/a', 'eu/prod/b', 'EU/prod/c', 'eu-2/prod/d', 'e_/prod/e']) {
        await store().saveWorkload({ workload, uid: 'u', revision: 1 });
      }

      expect(await store().workloadKeys('eu')).toEqual(['eu/prod/a', 'eu/prod/b']);
      expect(await store().workloadKeys('e_')).toEqual(['e_/prod/e']);
      expect(await store().workloadKeys('%')).toEqual([]);
    });

    it('keeps one verdict a revision, newest first', async () => {
      const revision = { workload: 'prod/a', label: 'v42' };
      await store().saveRevision({ ...revision, revisionUid: 'r1', verdict: 'good', at: 1 });
      await store().saveRevision({ ...revision, revisionUid: 'r2', verdict: 'good', at: 2 });

      await store().saveRevision({ ...revision, revisionUid: 'r1', verdict: 'bad', at: 3 });

      expect(await store().revisions('prod/a')).toEqual([
        { ...revision, revisionUid: 'r1', verdict: 'bad', at: 3 },
        { ...revision, revisionUid: 'r2', verdict: 'good', at: 2 },
      ]);
    });

    it('remembers who made a version, whatever is learnt of it later', async () => {
      const revision = { workload: 'prod/b', revisionUid: 'r1', label: 'v42' };
      await store().saveRevision({ ...revision, verdict: 'good', at: 1, author: 'Ada' });

      await store().saveRevision({ ...revision, verdict: 'bad', at: 3 });

      expect(await store().revisions('prod/b')).toEqual([
        { ...revision, verdict: 'bad', at: 3, author: 'Ada' },
      ]);
    });
  });

  describe('the state of a workload', () => {
    const revision = { workload: 'prod/a', label: 'v42', verdict: 'good' } as const;

    it('is what is remembered of it, the cards that follow it and its verdicts, in their order', async () => {
      await store().saveWorkload({ workload: 'prod/a', uid: 'u1', revision: 3, deadlineExceededAt: 7 });
      await store().saveRevision({ ...revision, revisionUid: 'r1', at: 1 });
      await store().saveRevision({ ...revision, revisionUid: 'r2', at: 2, author: 'Ada' });
      const index = { following: ['prod/a', 'prod/b'], offerIds: [] };
      await store().saveCard(sampleCard('older', { openedAt: 1 }), index);
      await store().saveCard(sampleCard('newer', { openedAt: 2 }), index);
      await store().saveCard(sampleCard('other', { openedAt: 3 }), { ...index, following: ['prod/b'] });
      await store().saveWorkload({ workload: 'prod/b', uid: 'u2', revision: 9 });

      const state = await store().workloadState('prod/a');

      expect(state).toEqual({
        workload: await store().workload('prod/a'),
        cards: await store().cardsFollowing('prod/a'),
        revisions: await store().revisions('prod/a'),
      });
      expect(state.cards.map(({ id }) => id)).toEqual(['newer', 'older']);
      expect(state.revisions.map(({ revisionUid }) => revisionUid)).toEqual(['r2', 'r1']);
    });

    it('of one that nothing is known of is empty', async () => {
      await store().saveWorkload({ workload: 'prod/a', uid: 'u1', revision: 3 });

      expect(await store().workloadState('prod/x')).toEqual({
        workload: undefined,
        cards: [],
        revisions: [],
      });
    });
  });

  describe('sightings', () => {
    it('are kept one a cluster, the last', async () => {
      await store().saveSighting('eu', 1_700_000_000_000);
      await store().saveSighting('us', 5);

      await store().saveSighting('us', 7);

      expect([...(await store().sightings())].toSorted()).toEqual([
        ['eu', 1_700_000_000_000],
        ['us', 7],
      ]);
    });
  });

  describe('foreign text', () => {
    it('is found again, whatever characters it has', async () => {
      const hostile = "a\0b\u{1F680}\uD800 '); drop table cards; --";

      const claim = { by: 'one', now: 1, until: 2 };
      const arrival = { key: hostile, source: hostile, subject: hostile, body: hostile };

      await store().inbox.receive(arrival, claim);
      await store().saveWorkload({ workload: hostile, uid: hostile, revision: 1 });
      await store().appendHistory({ at: 1, type: 'x', service: hostile, detail: { hostile } });

      expect(await store().inbox.receive(arrival, claim)).toBe(false);
      expect(await store().inbox.take(hostile, claim)).toMatchObject({ attempts: 1 });
      expect((await store().workload(hostile))?.revision).toBe(1);
      expect((await store().history(hostile, 1))[0]?.detail).toEqual({ hostile });
    });
  });

  describe('history', () => {
    it('reads history newest first, in the order it was written', async () => {
      const entry = { at: 5, service: 'payments-api', detail: { by: 'Ada', count: 2 } };
      await store().appendHistory({ ...entry, type: 'rollout-started', cardId: 'card-1' });
      await store().appendHistory({ ...entry, type: 'rollback-refused' });
      await store().appendHistory({ ...entry, type: 'elsewhere', service: 'search' });

      const history = await store().history('payments-api', 10);

      expect(history).toEqual([
        { ...entry, type: 'rollback-refused' },
        { ...entry, type: 'rollout-started', cardId: 'card-1' },
      ]);
      expect(await store().history('payments-api', 1)).toHaveLength(1);
    });
  });
}
