import type { Kysely } from 'kysely';
import type { Lock } from '../../domain/lock/lock.ts';
import type { LockStore } from '../../ports/locks.ts';
import type { Run } from './runner.ts';
import type { StoreSchema } from './schema.ts';

export function createLocks(database: Kysely<StoreSchema>): LockStore {
  const documents = () =>
    database
      .selectFrom('locks')
      .select('document')
      .orderBy('until')
      .orderBy('service')
      .orderBy('environment');
  const read = ({ document }: { readonly document: string }): Lock => JSON.parse(document);

  return {
    async lock({ service, environment, now }) {
      const row = await documents()
        .where('service', '=', service)
        .where('environment', '=', environment)
        .where('until', '>', now)
        .executeTakeFirst();
      return row && read(row);
    },

    async locks(now) {
      return (await documents().where('until', '>', now).execute()).map(read);
    },

    async endedLocks(now) {
      return (await documents().where('until', '<=', now).execute()).map(read);
    },

    async saveLock(lock) {
      const { service, environment, until } = lock;
      const columns = { until, document: JSON.stringify(lock) };
      await database
        .insertInto('locks')
        .values({ service, environment, ...columns })
        .onConflict((conflict) => conflict.columns(['service', 'environment']).doUpdateSet(columns))
        .execute();
    },

    async deleteLock({ service, environment }) {
      await database
        .deleteFrom('locks')
        .where('service', '=', service)
        .where('environment', '=', environment)
        .execute();
    },
  };
}

/** The same verbs on whatever the store is at: its transaction, or itself. */
export function runLocks(read: Run, write: Run): LockStore {
  return {
    lock: (request) => read(({ locks }) => locks.lock(request)),
    locks: (now) => read(({ locks }) => locks.locks(now)),
    endedLocks: (now) => read(({ locks }) => locks.endedLocks(now)),
    saveLock: (lock) => write(({ locks }) => locks.saveLock(lock)),
    deleteLock: (of) => write(({ locks }) => locks.deleteLock(of)),
  };
}
