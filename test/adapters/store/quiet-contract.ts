import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/domain/quiet/digest.ts';
import type { Mute, MuteScope } from '../../../src/domain/quiet/mute.ts';
import { calm } from '../../../src/domain/quiet/storm.ts';
import type { Subscription } from '../../../src/domain/quiet/subscription.ts';
import type { CardIndex, Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

const noIndex: CardIndex = { following: [], offerIds: [] };
const ofService: MuteScope = { kind: 'service', service: 'payments-api' };
const ofProd: MuteScope = { kind: 'service', service: 'payments-api', environment: 'prod' };
const ofCard: MuteScope = { kind: 'card', cardId: 'card-1', title: 'payments-api v43' };

function mute(scope: MuteScope, until: number): Mute {
  return {
    scope,
    by: { userId: 'U0ADA', name: 'Ada' },
    at: 1,
    until,
    heardIn: ['prod'],
    reason: 'a node is "flaky"',
  };
}

export function quietContract(store: () => Store): void {
  mutesContract(store);
  heldContract(store);
  digestsContract(store);
  subscriptionsContract(store);
}

function subscriptionsContract(store: () => Store): void {
  const ada: Subscription = {
    userId: 'U0ADA',
    name: 'Ada',
    email: 'ada@acme.example',
    since: 5,
    wants: 'failures',
  };
  const mei: Subscription = { userId: 'U0MEI', name: 'Mei', since: 6, wants: 'all' };

  describe('subscriptions', () => {
    it('are kept until they are deleted, one a person', async () => {
      await store().quiet.saveSubscription(mei);
      await store().quiet.saveSubscription(ada);
      await store().quiet.saveSubscription({ ...ada, wants: 'all' });

      expect(await store().quiet.subscriptions()).toEqual([{ ...ada, wants: 'all' }, mei]);
      await store().quiet.deleteSubscription('U0ADA');
      expect(await store().quiet.subscriptions()).toEqual([mei]);
    });
  });

  describe('authors', () => {
    const build = (author?: string) => ({
      build: {
        id: 'b',
        service: 'payments-api',
        startedAt: 1,
        steps: [],
        ...(author === undefined ? {} : { author }),
      },
    });
    const save = (id: string, openedAt: number, author?: string) =>
      store().saveCard(sampleCard(id, { openedAt, ...build(author) }), { ...noIndex, buildId: id });

    it('are those of the newest builds, each once', async () => {
      await save('card-1', 1, 'Linus');
      await save('card-2', 2, 'Ada L.');
      await save('card-3', 3);
      await save('card-4', 4, 'Ada L.');
      await save('card-5', 5, 'Mei');
      await store().saveCard(sampleCard('card-6', { openedAt: 6 }), noIndex);

      expect(await store().quiet.recentAuthors(4)).toEqual([{ author: 'Mei' }, { author: 'Ada L.' }]);
    });
  });
}

function mutesContract(store: () => Store): void {
  describe('mutes', () => {
    it('are kept until they are deleted, one a scope', async () => {
      await store().quiet.saveMute(mute(ofService, 10));
      await store().quiet.saveMute(mute(ofProd, 20));
      await store().quiet.saveMute(mute(ofService, 30));

      const kept = await store().quiet.mutes(0);
      await store().quiet.deleteMute(ofService);

      expect(kept).toEqual([mute(ofProd, 20), mute(ofService, 30)]);
      expect(await store().quiet.mute(ofService)).toBeUndefined();
      expect(await store().quiet.mute(ofProd)).toEqual(mute(ofProd, 20));
    });

    it('are found by card and service while they are in force', async () => {
      await store().quiet.saveMute(mute(ofService, 10));
      await store().quiet.saveMute(mute(ofCard, 20));
      await store().quiet.saveMute(mute({ kind: 'service', service: 'ledger' }, 30));
      await store().quiet.saveMute(mute({ kind: 'card', cardId: 'card-2', title: 'payments-api v43' }, 30));
      const of = (now: number) => store().quiet.mutesOf({ cardId: 'card-1', service: 'payments-api', now });

      expect(await of(9)).toEqual([mute(ofService, 10), mute(ofCard, 20)]);
      expect(await of(10)).toEqual([mute(ofCard, 20)]);
      expect(await of(20)).toEqual([]);
    });

    it('are told apart from those that have ended', async () => {
      await store().quiet.saveMute(mute(ofService, 10));
      await store().quiet.saveMute(mute(ofCard, 20));

      expect(await store().quiet.endedMutes(10)).toEqual([mute(ofService, 10)]);
      expect(await store().quiet.mutes(10)).toEqual([mute(ofCard, 20)]);
    });

    it('that are over are still said by cards that nobody has renewed', async () => {
      for (const [id, scope, until] of [
        ['card-1', ofCard, 20],
        ['card-2', ofProd, 20],
        ['card-3', ofService, 10],
        ['card-4', ofService, 10],
      ] as const) {
        await store().quiet.saveMute(mute(scope, until));
        await store().saveCard(sampleCard(id), {
          ...noIndex,
          mutes: [mute(scope, until), mute(ofService, 10)],
        });
      }
      await store().quiet.deleteMute(ofProd);

      expect(await store().quiet.cardsMutedNoMore(9)).toEqual(['card-2']);
      expect(await store().quiet.cardsMutedNoMore(10)).toEqual(['card-1', 'card-2', 'card-3', 'card-4']);
    });

    it('are kept apart whatever characters a name has', async () => {
      const odd = { kind: 'service', service: 'a', environment: 'b' } as const;
      await store().quiet.saveMute(mute(odd, 10));
      await store().quiet.saveMute(mute({ kind: 'service', service: 'a/b' }, 20));

      expect(await store().quiet.mute(odd)).toEqual(mute(odd, 10));
    });

    it('lead to the cards that show them', async () => {
      await store().saveCard(sampleCard('card-1'), { ...noIndex, mutes: [mute(ofService, 10)] });
      await store().saveCard(sampleCard('card-2'), { ...noIndex, mutes: [mute(ofService, 10)] });
      await store().saveCard(sampleCard('card-3'), { ...noIndex, mutes: [mute(ofProd, 10)] });

      await store().saveCard(sampleCard('card-2'), noIndex);

      expect(await store().quiet.cardsMutedBy(ofService)).toEqual(['card-1']);
      expect(await store().quiet.cardsMutedBy(ofProd)).toEqual(['card-3']);
    });
  });

  describe('services', () => {
    const ledger = { owner: { service: 'ledger', because: 'label app' } };

    it('are those that have had a card, each once', async () => {
      await store().saveCard(sampleCard('card-1'), noIndex);
      await store().saveCard(sampleCard('card-2'), noIndex);
      await store().saveCard(sampleCard('card-3', ledger), noIndex);

      expect(await store().quiet.services()).toEqual(['ledger', 'payments-api']);
    });

    it('are known still when their cards were too old to keep, and their history too', async () => {
      const month = 31 * 24 * 60 * 60_000;
      const opened = { type: 'card-opened', detail: {} };
      await store().saveCard(sampleCard('card-1', { openedAt: 1, ...ledger }), noIndex);
      await store().appendHistory({ at: 1, service: 'ledger', cardId: 'card-1', ...opened });
      await store().appendHistory({ at: month, service: 'payments-api', ...opened });
      await store().appendHistory({ at: month, service: '', type: 'mute-ended', detail: {} });
      await store().appendHistory({ at: month, service: 'typo', type: 'unlock-refused', detail: {} });
      await store().prune('cards', { before: month, limit: 10 });
      await store().prune('history', { before: month, limit: 10 });

      expect(await store().card('card-1')).toBeUndefined();
      expect(await store().quiet.services()).toEqual(['ledger', 'payments-api']);
    });

    it('know their cards that are followed', async () => {
      const followed = { ...noIndex, following: ['prod/a', 'prod/b'] };
      await store().saveCard(sampleCard('card-1'), noIndex);
      await store().saveCard(sampleCard('card-2'), followed);
      await store().saveCard(sampleCard('card-3', ledger), followed);

      expect(await store().quiet.followedCardsOf('payments-api')).toEqual(['card-2']);
    });
  });
}

function heldContract(store: () => Store): void {
  describe('replies that are held', () => {
    const reply = { channel: '#team-payments', notice: 'failing/a', until: 100 };

    it('are found when their quiet hours end, by channel', async () => {
      await store().saveCard(sampleCard('card-1'), {
        ...noIndex,
        held: [reply, { ...reply, notice: 'failing/b', until: 200 }],
      });
      await store().saveCard(sampleCard('card-2'), { ...noIndex, held: [{ ...reply, channel: '#a' }] });

      expect(await store().quiet.heldUntil(99)).toEqual([]);
      expect(await store().quiet.heldUntil(100)).toEqual([
        { ...reply, channel: '#a', cardId: 'card-2' },
        { ...reply, cardId: 'card-1' },
      ]);
    });

    it('are those of the card as it was saved last', async () => {
      await store().saveCard(sampleCard('card-1'), { ...noIndex, held: [reply] });

      await store().saveCard(sampleCard('card-1'), noIndex);

      expect(await store().quiet.heldUntil(100)).toEqual([]);
    });
  });
}

function digestsContract(store: () => Store): void {
  const told = (cardId: string, notice = 'failing/a') => ({ cardId, notice, at: 5 });
  const digest: Digest = {
    id: 'digest-1',
    kind: 'storm',
    channel: '#team-payments',
    openedAt: 5,
    teams: ['payments'],
    before: [told('card-1')],
    folded: [told('card-2')],
  };

  describe('watches', () => {
    it('begin calm, and say where there is a storm', async () => {
      const stormy = { pings: [told('card-1')], storm: { digest: 'digest-1', lastAt: 5 } };
      await store().quiet.saveWatch('#b', stormy);
      await store().quiet.saveWatch('#a', stormy);
      await store().quiet.saveWatch('#a', { pings: [told('card-1')] });

      expect(await store().quiet.watch('#b')).toEqual(stormy);
      expect(await store().quiet.watch('#c')).toEqual(calm);
      expect(await store().quiet.stormyChannels()).toEqual(['#b']);
    });
  });

  describe('digests', () => {
    it('grow, and are found by every card that they tell of', async () => {
      await store().quiet.saveDigest(digest);
      const grown: Digest = {
        ...digest,
        folded: [...digest.folded, told('card-3'), told('card-3', 'failing/b')],
      };
      await store().quiet.saveDigest(grown);
      await store().quiet.saveDigest({ ...digest, id: 'digest-2', before: [] });

      expect(await store().quiet.digest('digest-1')).toEqual(grown);
      expect(await store().quiet.digestsOf('card-1')).toEqual([grown]);
      expect((await store().quiet.digestsOf('card-2')).map(({ id }) => id)).toEqual(['digest-1', 'digest-2']);
      expect(await store().quiet.digestsOf('card-3')).toEqual([grown]);
      expect(await store().quiet.digestsOf('card-4')).toEqual([]);
      expect(await store().quiet.digest('digest-3')).toBeUndefined();
    });

    it('are known by when Slack showed them last', async () => {
      const show = async (id: string, shownAt: number | undefined) => {
        const subject = { kind: 'digest', id } as const;
        await store().quiet.saveDigest({ ...digest, id });
        await store().markDirty({ subject, slot: 'digest', channel: '#a', priority: 0, at: 1 });
        const record = await store().message(subject, 'digest');
        if (record === undefined) throw new Error('no record');
        await store().saveMessage({ ...record, ...(shownAt === undefined ? {} : { shownAt }) });
      };
      await show('digest-1', 99);
      await show('digest-2', 100);
      await show('digest-3', 200);
      await show('digest-4', undefined);

      const shown = await store().quiet.digestsShownSince(100);

      expect(shown).toEqual([
        { ...digest, id: 'digest-2' },
        { ...digest, id: 'digest-3' },
      ]);
    });

    it('are written in one transaction with what else changes', async () => {
      const failing = store().transaction(async (session) => {
        await session.quiet.saveDigest(digest);
        throw new Error('half way');
      });

      await expect(failing).rejects.toThrow('half way');
      expect(await store().quiet.digestsOf('card-2')).toEqual([]);
    });
  });
}
