import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type RequestVerbs = Pick<StoreSession, 'rememberRequest' | 'forgetRequests'>;

export function createRequests(database: Kysely<StoreSchema>): RequestVerbs {
  return {
    async rememberRequest({ key, at }) {
      const result = await database
        .insertInto('requests')
        .values({ key, at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async forgetRequests(before) {
      await database.deleteFrom('requests').where('at', '<', before).execute();
    },
  };
}
