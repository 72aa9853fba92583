import { beforeEach, describe, expect, it } from 'vitest';
import type { CardIndex, RevisionVerdict, Store } from '../../../src/ports.ts';
import { cardSubject, sampleCard } from './sample-card.ts';

const noIndex: CardIndex = { following: [], offerIds: [] };
const old = { before: 100, limit: 50 };

export function retentionContract(store: () => Store): void {
  const posted = (id: string, change: object = {}) =>
    store().saveMessage({
      subject: cardSubject(id),
      slot: 'card',
      channel: 'C1',
      ts: '1.2',
      status: 'posted',
      priority: 2,
      changes: 1,
      priorityAt: 1,
      ...change,
    });
  const verdict = (workload: string, revisionUid: string, at: number, is: RevisionVerdict) =>
    store().saveRevision({ workload, revisionUid, label: revisionUid, verdict: is, at });
  const uidsOf = async (workload: string) =>
    (await store().revisions(workload)).map(({ revisionUid }) => revisionUid);

  describe('cards that are old', () => {
    it('go with their messages and attachments, oldest first and no more than asked for', async () => {
      for (const openedAt of [10, 20, 30, 100]) {
        await store().saveCard(sampleCard(`card-${openedAt}`, { openedAt }), noIndex);
        await posted(`card-${openedAt}`);
      }
      await store().saveAttachment({
        cardId: 'card-10',
        slot: 'file/1',
        filename: 'a.log',
        title: 'a',
        text: 'a',
        at: 10,
      });

      const first = await store().prune('cards', { before: 100, limit: 2 });
      const second = await store().prune('cards', { before: 100, limit: 2 });

      expect([first, second]).toEqual([2, 1]);
      expect(await store().card('card-10')).toBeUndefined();
      expect(await store().message(cardSubject('card-30'), 'card')).toBeUndefined();
      expect(await store().attachment('card-10', 'file/1')).toBeUndefined();
      expect(await store().card('card-100')).toBeDefined();
      expect(await store().message(cardSubject('card-100'), 'card')).toBeDefined();
    });

    it.each<[string, () => Promise<void>]>([
      [
        'follow a workload',
        () => store().saveCard(sampleCard('kept', { openedAt: 1 }), { ...noIndex, following: ['prod/a'] }),
      ],
      [
        'wait for a deadline',
        () => store().saveCard(sampleCard('kept', { openedAt: 1 }), { ...noIndex, dueAt: 5 }),
      ],
      ['have a message that waits', () => posted('kept', { dirtySince: 5 })],
      ['have a post of unknown outcome', () => posted('kept', { status: 'posting' })],
    ])('stay while they %s', async (_, keep) => {
      await store().saveCard(sampleCard('kept', { openedAt: 1 }), noIndex);
      await keep();

      expect(await store().prune('cards', old)).toBe(0);
      expect(await store().card('kept')).toBeDefined();
    });
  });

  describe('messages of other subjects', () => {
    it('go when Slack has shown them long ago, and not before', async () => {
      const digest = {
        subject: { kind: 'digest', id: 'd' } as const,
        slot: 'digest',
        channel: 'C1',
        priority: 2,
        priorityAt: 0,
      };
      const record = { ...digest, ts: '1', status: 'posted', changes: 1, priorityAt: 1 } as const;
      await store().saveMessage({ ...record, shownAt: 99 });
      await store().saveMessage({ ...record, subject: { kind: 'digest', id: 'new' }, shownAt: 100 });
      await store().saveMessage({
        ...record,
        subject: { kind: 'digest', id: 'late' },
        shownAt: 1,
        dirtySince: 2,
      });
      await store().markDirty({ ...digest, subject: { kind: 'digest', id: 'never' }, at: 1 });
      await posted('card', { shownAt: 1 });

      const before = [{ cardId: 'card', notice: 'failing', at: 1 }];
      const storm = { kind: 'storm', channel: 'C1', openedAt: 1, teams: [], before, folded: [] } as const;
      for (const id of ['d', 'new']) await store().quiet.saveDigest({ id, ...storm });

      const count = await store().prune('messages', old);

      expect((await store().quiet.digestsOf('card')).map(({ id }) => id)).toEqual(['new']);
      expect(count).toBe(1);
      expect(await store().message({ kind: 'digest', id: 'd' }, 'digest')).toBeUndefined();
      expect(await store().message(cardSubject('card'), 'card')).toBeDefined();
      expect(await store().dirtyMessages(10)).toHaveLength(2);
    });
  });

  describe('messages that tell somebody, or a channel, of a card', () => {
    const told = (kind: 'person' | 'digest', id: string) => ({ kind, id }) as const;

    beforeEach(async () => {
      const following = { ...noIndex, following: ['prod/a'] };
      await store().saveCard(sampleCard('followed', { openedAt: 1 }), following);
      const folded = [{ cardId: 'followed', notice: 'failing', at: 1 }];
      const storm = { kind: 'storm', channel: 'C1', openedAt: 1, teams: [], before: [] } as const;
      await store().quiet.saveDigest({ id: 'of-followed', ...storm, folded });
      for (const subject of [
        told('person', 'U0ADA/followed'),
        told('person', 'U0ADA/gone'),
        told('digest', 'of-followed'),
      ])
        await posted('', { subject, shownAt: 2 });
    });

    it('stay for as long as the card is followed, so that its end is told where its trouble was', async () => {
      const count = await store().prune('messages', old);

      expect(count).toBe(1);
      expect(await store().message(told('person', 'U0ADA/followed'), 'card')).toMatchObject({ ts: '1.2' });
      expect(await store().message(told('person', 'U0ADA/gone'), 'card')).toBeUndefined();
      expect(await store().message(told('digest', 'of-followed'), 'card')).toMatchObject({ ts: '1.2' });
      expect(await store().quiet.digest('of-followed')).toBeDefined();
    });

    it('go with it when they could never be sent', async () => {
      const broken = { status: 'broken', failure: 'missing_scope' } as const;
      await posted('', { subject: told('person', 'U0MEI/followed'), ...broken });
      await posted('', { subject: told('person', 'U0MEI/other-followed'), ...broken });

      await store().saveCard(sampleCard('followed', { openedAt: 1 }), noIndex);
      await store().prune('cards', old);

      expect(await store().message(told('person', 'U0MEI/followed'), 'card')).toBeUndefined();
      expect(await store().message(told('person', 'U0MEI/other-followed'), 'card')).toBeDefined();
      expect(await store().message(told('person', 'U0ADA/followed'), 'card')).toBeDefined();
    });

    it('go after it', async () => {
      await store().saveCard(sampleCard('followed', { openedAt: 1 }), noIndex);
      await store().prune('cards', old);

      expect(await store().prune('messages', old)).toBe(3);
      expect(await store().quiet.digest('of-followed')).toBeUndefined();
    });
  });

  describe('attachments that are old', () => {
    it('go when Slack has them, and their card stays', async () => {
      await store().saveCard(sampleCard('card-1', { openedAt: 1 }), noIndex);
      const file = { cardId: 'card-1', filename: 'a.log', title: 'a', text: 'a' };
      await store().saveAttachment({ ...file, slot: 'file/shown', at: 1 });
      await store().saveAttachment({ ...file, slot: 'file/waits', at: 1 });
      await store().saveAttachment({ ...file, slot: 'file/new', at: 100 });
      await posted('card-1', { slot: 'file/shown' });
      await posted('card-1', { slot: 'file/waits', status: 'unposted', dirtySince: 1 });

      const count = await store().prune('attachments', old);

      expect(count).toBe(1);
      expect(await store().attachment('card-1', 'file/shown')).toBeUndefined();
      expect(await store().attachment('card-1', 'file/waits')).toBeDefined();
      expect(await store().attachment('card-1', 'file/new')).toBeDefined();
      expect(await store().message(cardSubject('card-1'), 'file/shown')).toBeDefined();
    });
  });

  describe('verdicts that are old', () => {
    it('go with a workload that is gone', async () => {
      await verdict('prod/gone', 'r1', 1, 'good');

      expect(await store().prune('verdicts', old)).toBe(1);
      expect(await uidsOf('prod/gone')).toEqual([]);
    });

    it('stay where a rollback leads: the last two good ones of a workload that is there, however old', async () => {
      await store().saveWorkload({ workload: 'prod/a', uid: 'u', revision: 1 });
      for (const [uid, at] of [
        ['g1', 1],
        ['g2', 2],
        ['g3', 3],
      ] as const)
        await verdict('prod/a', uid, at, 'good');
      for (let index = 0; index < 25; index += 1) await verdict('prod/a', `b${index}`, 10 + index, 'bad');

      await store().prune('verdicts', old);

      const left = await uidsOf('prod/a');
      expect(left.filter((uid) => uid.startsWith('g'))).toEqual(['g3', 'g2']);
      expect(left.filter((uid) => uid.startsWith('b'))).toHaveLength(20);
    });

    it('stay while they are not old', async () => {
      await verdict('prod/gone', 'r1', 100, 'good');

      expect(await store().prune('verdicts', old)).toBe(0);
    });
  });

  describe('history that is old', () => {
    const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
    const append = (day: string, type: string, service = 'payments-api') =>
      store().appendHistory({ at: at(day), type, service, detail: { day } });

    it('is kept as counts by service, month and kind', async () => {
      await append('2026-01-30', 'card-opened');
      await append('2026-01-31', 'card-opened');
      await append('2026-01-31', 'card-opened', 'search');
      await append('2026-02-01', 'rollback-refused');
      await append('2026-02-02', 'card-opened');
      await append('2026-03-01', 'card-opened');
      const request = { before: at('2026-03-01'), limit: 2 };

      const counts = [];
      for (let round = 0; round < 4; round += 1) counts.push(await store().prune('history', request));

      expect(counts).toEqual([2, 2, 1, 0]);
      expect(await store().monthlyHistory('payments-api')).toEqual([
        { month: '2026-02', type: 'card-opened', count: 1 },
        { month: '2026-02', type: 'rollback-refused', count: 1 },
        { month: '2026-01', type: 'card-opened', count: 2 },
      ]);
      expect(await store().monthlyHistory('search')).toHaveLength(1);
      expect((await store().history('payments-api', 9)).map(({ detail }) => detail)).toEqual([
        { day: '2026-03-01' },
      ]);
    });
  });

  describe('workloads', () => {
    it('go when nobody has seen them for long, and stay as long as it is not known', async () => {
      for (const workload of ['prod/a', 'prod/b', 'prod/c']) {
        await store().saveWorkload({ workload, uid: 'u', revision: 1 });
      }
      await store().seeWorkloads(['prod/a', 'prod/b', 'prod/unknown'], 50);
      await store().seeWorkloads(['prod/b'], 100);
      await store().saveWorkload({ workload: 'prod/b', uid: 'u', revision: 2 });

      const count = await store().prune('workloads', old);

      expect(count).toBe(1);
      expect(await store().workload('prod/a')).toBeUndefined();
      expect(await store().workload('prod/b')).toEqual({ workload: 'prod/b', uid: 'u', revision: 2 });
      expect(await store().workload('prod/c')).toBeDefined();
    });
  });

  describe('the size of the store', () => {
    it('is told in bytes and in rows of each table', async () => {
      await store().appendHistory({ at: 1, type: 'x', service: 's', detail: {} });
      await store().compact();

      const { bytes, rows } = await store().size();

      expect(bytes).toBeGreaterThan(10_000);
      expect(Object.keys(rows)).toEqual(expect.arrayContaining(['cards', 'history', 'messages']));
    });
  });
}
