import { describe, expect, it } from 'vitest';
import type { MessageRecord, Store } from '../../../src/ports.ts';
import { cardSubject } from './sample-card.ts';

const dirty = {
  subject: cardSubject('card-1'),
  slot: 'card',
  channel: '#team-payments',
  priority: 2,
  at: 100,
};
const posted: MessageRecord = {
  subject: cardSubject('card-1'),
  slot: 'card',
  channel: 'C0PAYMENTS',
  ts: '1700000000.000100',
  shownHash: 'abc',
  status: 'posted',
  priority: 2,
  changes: 3,
  priorityAt: 3,
};

export function messageContract(store: () => Store): void {
  describe('messages', () => {
    it('creates a message when it is first marked dirty', async () => {
      await store().markDirty(dirty);

      expect(await store().message(cardSubject('card-1'), 'card')).toEqual({
        subject: cardSubject('card-1'),
        slot: 'card',
        channel: '#team-payments',
        status: 'unposted',
        priority: 2,
        dirtySince: 100,
        changes: 1,
        priorityAt: 1,
      });
    });

    it('keeps what is known of a message when it is marked again, and the first time since when', async () => {
      await store().saveMessage(posted);
      await store().markDirty({ ...dirty, at: 200 });

      await store().markDirty({ ...dirty, channel: '#elsewhere', at: 300 });

      expect(await store().message(cardSubject('card-1'), 'card')).toEqual({
        ...posted,
        dirtySince: 200,
        changes: 5,
        priorityAt: 5,
      });
    });

    it('lets the more urgent priority win until the message is shown', async () => {
      await store().markDirty({ ...dirty, priority: 0 });
      await store().markDirty({ ...dirty, priority: 2 });
      const waiting = await store().message(cardSubject('card-1'), 'card');
      await store().saveMessage(posted);

      await store().markDirty({ ...dirty, priority: 2 });

      expect(waiting?.priority).toBe(0);
      expect((await store().message(cardSubject('card-1'), 'card'))?.priority).toBe(2);
    });

    it('keeps apart what comes after the most urgent change, until that is shown', async () => {
      await store().saveMessage(posted);
      for (const priority of [3, 0, 4, 2, 3]) await store().markDirty({ ...dirty, priority });

      const record = await store().message(cardSubject('card-1'), 'card');

      expect(record).toMatchObject({ priority: 0, priorityAt: 5, laterPriority: 2, changes: 8 });
    });

    it('lets an unposted message move with the configuration', async () => {
      await store().markDirty(dirty);

      await store().markDirty({ ...dirty, channel: '#renamed' });

      expect((await store().message(cardSubject('card-1'), 'card'))?.channel).toBe('#renamed');
    });

    it('gives a broken message another try at its own channel with the next change', async () => {
      const { ts: _, ...unposted } = posted;
      await store().saveMessage({ ...unposted, status: 'broken', failure: 'channel_not_found' });

      await store().markDirty(dirty);

      const record = await store().message(cardSubject('card-1'), 'card');
      expect(record).toMatchObject({ status: 'unposted', channel: '#team-payments', dirtySince: 100 });
      expect(record?.failure).toBeUndefined();
    });

    it('keeps subjects of different kinds apart, whatever their ids are', async () => {
      const subject = { kind: 'digest', id: '#team/payments' } as const;
      await store().saveMessage({ ...posted, subject, slot: 'digest', shownAt: 7 });
      await store().saveMessage(posted);

      const digest = await store().message(subject, 'digest');

      expect(digest).toEqual({ ...posted, subject, slot: 'digest', shownAt: 7 });
      expect(await store().message({ ...subject, kind: 'home' }, 'digest')).toBeUndefined();
    });

    it('forgets one message and no other', async () => {
      await store().saveMessage(posted);
      await store().saveMessage({ ...posted, slot: 'notice' });

      await store().forgetMessage(posted.subject, 'card');

      expect(await store().message(posted.subject, 'card')).toBeUndefined();
      expect(await store().message(posted.subject, 'notice')).toBeDefined();
    });

    it('lists dirty messages by priority, then age, with those whose outcome is unknown', async () => {
      const record = (cardId: string, change: Partial<MessageRecord>) =>
        store().saveMessage({ ...posted, subject: cardSubject(cardId), ...change });
      await record('old progress', { priority: 2, dirtySince: 1 });
      await record('new verdict', { priority: 0, dirtySince: 9 });
      await record('older verdict', { priority: 0, dirtySince: 8 });
      await record('clean', {});
      await record('given up', { status: 'broken', dirtySince: 1 });
      await record('unknown outcome', { status: 'posting', priority: 1 });

      const names = (await store().dirtyMessages(10)).map(({ subject }) => subject.id);

      expect(names).toEqual(['older verdict', 'new verdict', 'unknown outcome', 'old progress']);
      expect(await store().dirtyMessages(2)).toHaveLength(2);
    });

    it('gives each channel its share of a list that is too short, for its posts and for its edits', async () => {
      const { ts: _, ...neverPosted } = { ...posted, priority: 1, dirtySince: 5 };
      const record = (cardId: string, change: Partial<MessageRecord>) =>
        store().saveMessage({ ...neverPosted, subject: cardSubject(cardId), status: 'unposted', ...change });
      const edit = { ts: '1.0', status: 'posted', priority: 0 } as const;
      for (const name of ['1', '2', '3', '4']) await record(`edit ${name}`, edit);
      await record('post', {});
      await record('replacement', { ts: '1.0', status: 'posting', dirtySince: 6 });
      await record('elsewhere', { channel: '#search', priority: 3 });

      const names = async (limit: number) =>
        (await store().dirtyMessages(limit)).map(({ subject }) => subject.id);

      expect(await names(3)).toEqual(['edit 1', 'post', 'elsewhere']);
      expect(await names(5)).toEqual(['edit 1', 'edit 2', 'post', 'replacement', 'elsewhere']);
      expect(await names(9)).toHaveLength(7);
    });
  });
}
