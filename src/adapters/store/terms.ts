import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type TermVerbs = Pick<StoreSession, 'term'>;

export function createTerms(database: Kysely<StoreSchema>): TermVerbs {
  return {
    async term(key) {
      const row = await database
        .selectFrom('leaders')
        .select('term')
        .where('key', '=', key)
        .executeTakeFirst();
      return row?.term;
    },
  };
}
