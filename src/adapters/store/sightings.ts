import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

export function createSightings(
  database: Kysely<StoreSchema>,
): Pick<StoreSession, 'sightings' | 'saveSighting'> {
  return {
    async sightings() {
      const rows = await database.selectFrom('sightings').selectAll().execute();
      return new Map(rows.map(({ cluster, seen_until: seenUntil }) => [cluster, seenUntil]));
    },

    async saveSighting(cluster, seenUntil) {
      await database
        .insertInto('sightings')
        .values({ cluster, seen_until: seenUntil })
        .onConflict((conflict) => conflict.column('cluster').doUpdateSet({ seen_until: seenUntil }))
        .execute();
    },
  };
}
