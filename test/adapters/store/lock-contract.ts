import { describe, expect, it } from 'vitest';
import type { Lock } from '../../../src/domain/lock/lock.ts';
import type { Store } from '../../../src/ports.ts';

const lock = (service: string, environment: string, until: number): Lock => ({
  service,
  environment,
  by: { userId: 'U0ADA', name: 'Ada' },
  at: 1,
  until,
  cause: { kind: 'asked', reason: 'freeze' },
});

export function lockContract(store: () => Store): void {
  describe('locks', () => {
    it('hold one service in one environment until their end', async () => {
      await store().locks.saveLock(lock('a', 'prod', 100));

      const held = await store().locks.lock({ service: 'a', environment: 'prod', now: 99 });
      const others = await Promise.all([
        store().locks.lock({ service: 'a', environment: 'prod', now: 100 }),
        store().locks.lock({ service: 'a', environment: 'dev', now: 99 }),
        store().locks.lock({ service: 'b', environment: 'prod', now: 99 }),
      ]);

      expect(held).toEqual(lock('a', 'prod', 100));
      expect(others).toEqual([undefined, undefined, undefined]);
    });

    it('are one a place: a later one replaces an earlier one, and one may be deleted', async () => {
      await store().locks.saveLock(lock('a', 'prod', 100));
      await store().locks.saveLock(lock('a', 'prod', 200));
      await store().locks.saveLock(lock('a', 'dev', 150));

      const all = await store().locks.locks(99);
      await store().locks.deleteLock({ service: 'a', environment: 'prod' });

      expect(all.map(({ environment, until }) => [environment, until])).toEqual([
        ['dev', 150],
        ['prod', 200],
      ]);
      expect((await store().locks.locks(99)).map(({ environment }) => environment)).toEqual(['dev']);
    });

    it('that are over by time are kept until somebody has seen to it', async () => {
      await store().locks.saveLock(lock('a', 'prod', 100));

      expect(await store().locks.endedLocks(99)).toEqual([]);
      expect(await store().locks.endedLocks(100)).toEqual([lock('a', 'prod', 100)]);
    });
  });
}
