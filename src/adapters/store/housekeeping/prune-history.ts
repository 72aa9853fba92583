import type { Kysely } from 'kysely';
import type { StoreSchema } from '../schema.ts';

/**
 * Counts the oldest entries by service, month and type, and takes them out. Entries are in the order of time, so that
 * the first ones are the oldest, and nothing else is read.
 */
export async function pruneHistory(
  database: Kysely<StoreSchema>,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<number> {
  const oldest = await database
    .selectFrom('history')
    .select(['sequence', 'at', 'service', 'type'])
    .orderBy('sequence')
    .limit(limit)
    .execute();
  const outdated = oldest.filter(({ at }) => at < before);
  if (outdated.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const { at, service, type } of outdated) {
    const key = JSON.stringify([service, new Date(at).toISOString().slice(0, 7), type]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) await addCount(database, key, count);
  const sequences = outdated.map(({ sequence }) => sequence);
  await database.deleteFrom('history').where('sequence', 'in', sequences).execute();
  return outdated.length;
}

async function addCount(database: Kysely<StoreSchema>, key: string, count: number): Promise<void> {
  const [service, month, type]: [string, string, string] = JSON.parse(key);
  await database
    .insertInto('history_months')
    .values({ service, month, type, count })
    .onConflict((conflict) =>
      conflict
        .columns(['service', 'month', 'type'])
        .doUpdateSet((update) => ({ count: update('history_months.count', '+', count) })),
    )
    .execute();
}
