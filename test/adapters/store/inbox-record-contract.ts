import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports.ts';
import { arrival, claim } from './inbox-contract.ts';

export function inboxRecordContract(store: () => Store): void {
  async function bury(key: string, at: number): Promise<void> {
    const subject = `subject of ${key}`;
    await store().inbox.receive(arrival(key, { subject, body: 'secret' }), claim('one', 1));
    const entry = (await store().inbox.take(subject, claim('one', 1))) ?? expect.fail('nothing was taken');
    await store().inbox.conclude(entry, { kind: 'dead', at, failure: 'no_channel: gone' });
  }

  describe('what operators see of the inbox', () => {
    it('is everything but the bodies, oldest first', async () => {
      await bury('Ev1', 5);
      await bury('Ev2', 6);
      await store().inbox.receive(arrival('Ev3'), claim('one', 7));

      const dead = await store().inbox.records('dead', 10);

      expect(dead.map(({ key }) => key)).toEqual(['Ev1', 'Ev2']);
      expect(await store().inbox.records('dead', 1)).toHaveLength(1);
      expect(dead[0]).toEqual({
        key: 'Ev1',
        source: 'slack-event',
        subject: 'subject of Ev1',
        receivedAt: 1,
        status: 'dead',
        attempts: 1,
        nextAttemptAt: 1,
        failure: 'no_channel: gone',
      });
      expect(JSON.stringify(await store().inbox.records('waiting', 10))).not.toContain('body of');
      expect(await store().inbox.depth()).toEqual({ waiting: 1, dead: 2, oldestReceivedAt: 7 });
    });

    it('is nothing of what was never there', async () => {
      expect(await store().inbox.record('Ev404')).toBeUndefined();
      expect(await store().inbox.revive({ key: 'Ev404', at: 9 })).toBe(0);
      expect(await store().inbox.depth()).toEqual({ waiting: 0, dead: 0 });
    });

    it('waits again when it is revived, with its body and all of its attempts', async () => {
      await bury('Ev1', 5);
      await bury('Ev2', 6);
      await bury('Ev3', 7);

      const one = await store().inbox.revive({ key: 'Ev2', at: 9 });
      const rest = await store().inbox.revive({ at: 9 });
      const entry = await store().inbox.take('subject of Ev2', claim('two', 9));

      expect([one, rest]).toEqual([1, 2]);
      expect(entry).toMatchObject({ key: 'Ev2', body: 'secret', attempts: 1 });
      expect(await store().inbox.records('dead', 10)).toEqual([]);
    });

    it('that waits or is done is not revived', async () => {
      await store().inbox.receive(arrival('Ev1'), claim('one', 1));
      const entry = (await store().inbox.take('channel/C1', claim('one', 1))) ?? expect.fail('nothing');
      await store().inbox.conclude(entry, { kind: 'done', at: 2 });
      await store().inbox.receive(arrival('Ev2'), claim('one', 1));

      expect(await store().inbox.revive({ at: 3 })).toBe(0);
    });

    it('is forgotten when its time is over, and what waits never is', async () => {
      await bury('dead early', 5);
      await bury('dead late', 9);
      await store().inbox.receive(arrival('waiting'), claim('one', 0));
      for (const [key, at] of [
        ['done early', 5],
        ['done late', 9],
      ] as const) {
        await store().inbox.receive(arrival(key, { subject: key }), claim('one', 1));
        const entry = (await store().inbox.take(key, claim('one', 1))) ?? expect.fail('nothing');
        await store().inbox.conclude(entry, { kind: 'done', at });
      }

      await store().inbox.forget({ doneBefore: 9, deadBefore: 9 });

      const left = await Promise.all(
        ['dead early', 'dead late', 'waiting', 'done early', 'done late'].map((key) =>
          store().inbox.record(key),
        ),
      );
      expect(left.map((record) => record?.key)).toEqual([
        undefined,
        'dead late',
        'waiting',
        undefined,
        'done late',
      ]);
    });
  });
}
