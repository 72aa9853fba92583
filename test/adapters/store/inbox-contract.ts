import { describe, expect, it } from 'vitest';
import type { Arrival, Claim, InboxEntry, Store } from '../../../src/ports.ts';

export const arrival = (key: string, more: Partial<Arrival> = {}): Arrival => ({
  key,
  source: 'slack-event',
  subject: 'channel/C1',
  body: `body of ${key}`,
  ...more,
});

export const claim = (by: string, now: number, until = now + 100): Claim => ({ by, now, until });
const done = { kind: 'done', at: 50 } as const;
const later = { kind: 'later', nextAttemptAt: 500, failure: 'timeout: no answer' } as const;

export function inboxContract(store: () => Store): void {
  const receive = (key: string, more: Partial<Arrival> = {}, held = claim('one', 10)) =>
    store().inbox.receive(arrival(key, more), held);
  const take = (subject = 'channel/C1', held = claim('one', 10)) => store().inbox.take(subject, held);
  const must = async (entry: Promise<InboxEntry | undefined>) =>
    (await entry) ?? expect.fail('nothing was taken');

  describe('the inbox', () => {
    it('takes one of several simultaneous copies of a request', async () => {
      const copies = Array.from({ length: 10 }, () => receive('Ev1'));

      const answers = await Promise.all(copies);

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store().inbox.depth()).toEqual({ waiting: 1, dead: 0, oldestReceivedAt: 10 });
    });

    it('gives it to whoever received it, with its body and how often it was begun', async () => {
      await receive('Ev1');

      const entry = await take();

      expect(entry).toEqual({
        ...arrival('Ev1'),
        receivedAt: 10,
        claimedBy: 'one',
        attempts: 1,
      });
    });

    it('knows a key after it is done, and keeps nothing of the body', async () => {
      await receive('Ev1', { body: 'response_url' });
      await store().inbox.conclude(await must(take()), done);

      expect(await receive('Ev1')).toBe(false);
      expect(await take()).toBeUndefined();
      expect(await store().inbox.record('Ev1')).toMatchObject({ status: 'done', receivedAt: 10 });
    });

    it('takes again what may repeat, once it has ended and not before', async () => {
      const report = { mayRepeat: true, body: 'passed' };

      const answers = [await receive('build', report), await receive('build', report)];
      await store().inbox.conclude(await must(take()), done);
      answers.push(await receive('build', report, claim('one', 60)));

      expect(answers).toEqual([true, false, true]);
      expect(await take('channel/C1', claim('one', 60))).toMatchObject({ attempts: 1, receivedAt: 60 });
    });

    it('does not wait for the time that a clock said which was set back since', async () => {
      const hour = 60 * 60_000;
      await receive('Ev1', {}, claim('one', hour));
      const first = await must(take('channel/C1', claim('one', hour)));
      await store().inbox.conclude(first, { ...later, nextAttemptAt: hour + 1_000 });

      const inTime = await store().inbox.dueSubjects(claim('one', hour + 10), 10);
      const setBack = await store().inbox.dueSubjects(claim('one', 1_000), 10);

      expect(inTime).toEqual([]);
      expect(setBack).toEqual(['channel/C1']);
      expect(await take('channel/C1', claim('one', 1_000))).toMatchObject({ key: 'Ev1', attempts: 2 });
    });

    it('keeps the order of a subject, whatever happens to its first entry', async () => {
      for (const key of ['Ev1', 'Ev2', 'Ev3']) await receive(key);
      const first = await must(take());

      await store().inbox.conclude(first, later);
      const whileItWaits = await take();
      const again = await must(take('channel/C1', claim('one', 500)));
      await store().inbox.conclude(again, { kind: 'dead', at: 501, failure: 'broken' });
      const next = await take('channel/C1', claim('one', 501));

      expect(whileItWaits).toBeUndefined();
      expect(again).toMatchObject({ key: 'Ev1', attempts: 2, failure: 'timeout: no answer' });
      expect(next).toMatchObject({ key: 'Ev2', attempts: 1 });
    });

    it('lets a subject that has to wait hold up no other', async () => {
      await receive('Ev1');
      await receive('Ev2', { subject: 'channel/C2' });
      await store().inbox.conclude(await must(take()), later);

      expect(await take('channel/C2')).toMatchObject({ key: 'Ev2' });
    });

    it('gives an entry to another only when its claim has ended', async () => {
      await receive('Ev1', {}, claim('one', 10, 110));

      const early = await take('channel/C1', claim('two', 109));
      const inTime = await take('channel/C1', claim('two', 110));

      expect(early).toBeUndefined();
      expect(inTime).toMatchObject({ claimedBy: 'two', attempts: 1 });
    });

    it('gives an entry to one of several who ask at the same time', async () => {
      await receive('Ev1', {}, claim('gone', 0, 1));

      const asked = Array.from({ length: 10 }, (_, index) =>
        take('channel/C1', claim(`replica-${index}`, 10)),
      );

      expect((await Promise.all(asked)).filter((entry) => entry !== undefined)).toHaveLength(1);
    });

    it('keeps for its holder what is held on to', async () => {
      await receive('Ev1', {}, claim('one', 10, 20));
      await take('channel/C1', claim('one', 10, 20));

      await store().inbox.hold(['Ev1'], claim('one', 19, 400));
      await store().inbox.hold(['Ev1'], claim('two', 19, 9_000));

      expect(await take('channel/C1', claim('two', 399))).toBeUndefined();
      expect(await take('channel/C1', claim('two', 400))).toMatchObject({ key: 'Ev1' });
    });

    it('gives up claims for others to take at once', async () => {
      await receive('Ev1', {}, claim('one', 10, 9_000));
      await receive('Ev2', { subject: 'channel/C2' }, claim('two', 10, 9_000));

      await store().inbox.release('one');
      const [free, held] = [
        await take('channel/C1', claim('new', 11)),
        await take('channel/C2', claim('new', 11)),
      ];
      await store().inbox.release();

      expect([free?.key, held?.key]).toEqual(['Ev1', undefined]);
      expect(await take('channel/C2', claim('new', 11))).toMatchObject({ key: 'Ev2' });
    });
  });

  describe('a subject', () => {
    it('waits until all of it has ended', async () => {
      const isWaiting = () => store().inbox.isWaiting('channel/C1');
      const answers = [await isWaiting()];
      await receive('Ev1');
      await receive('Ev2', { subject: 'channel/C2' });
      answers.push(await isWaiting());
      const entry = await must(take());
      answers.push(await isWaiting());
      await store().inbox.conclude(entry, done);

      expect([...answers, await isWaiting()]).toEqual([false, true, true, false]);
    });
  });

  describe('an attempt', () => {
    it('ends once: whoever lost it in between writes nothing', async () => {
      await receive('Ev1', {}, claim('one', 10, 20));
      const lost = await must(take('channel/C1', claim('one', 10, 20)));
      const taken = await must(take('channel/C1', claim('two', 30)));

      const answers = [
        await store().inbox.conclude(lost, done),
        await store().inbox.conclude(taken, done),
        await store().inbox.conclude(taken, later),
      ];

      expect(answers).toEqual([false, true, false]);
    });

    it('of an earlier time of the same holder is lost, too', async () => {
      await receive('Ev1');
      const slow = await must(take());
      await store().inbox.conclude(slow, { ...later, nextAttemptAt: 10 });
      await take();

      expect(await store().inbox.conclude(slow, done)).toBe(false);
    });

    it('is done with its effect or not at all', async () => {
      await receive('Ev1');
      const entry = await must(take());

      const failing = store().transaction(async (session) => {
        await session.inbox.conclude(entry, done);
        throw new Error('half way');
      });

      await expect(failing).rejects.toThrow('half way');
      expect(await store().inbox.record('Ev1')).toMatchObject({ status: 'waiting' });
      expect(await store().inbox.conclude(entry, done)).toBe(true);
    });
  });

  describe('subjects that are due', () => {
    it('are those whose first entry may be taken, the longest waiting first', async () => {
      await receive('Ev1', { subject: 'mine' });
      await receive('Ev2', { subject: 'mine' });
      await receive('Ev3', { subject: 'of another' }, claim('two', 10, 110));
      await receive('Ev4', { subject: 'left over' }, claim('two', 0, 5));
      await receive('Ev5', { subject: 'postponed' });
      await store().inbox.conclude(await must(take('postponed')), later);
      const ask = (now: number, limit = 10) => store().inbox.dueSubjects({ by: 'one', now }, limit);

      expect(await ask(10)).toEqual(['mine', 'left over']);
      expect(await ask(10, 1)).toEqual(['mine']);
      expect(await ask(500)).toEqual(['mine', 'of another', 'left over', 'postponed']);
    });
  });
}
