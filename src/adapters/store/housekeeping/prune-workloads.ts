import { type Kysely, sql } from 'kysely';
import type { StoreSchema } from '../schema.ts';

interface Batch {
  readonly before: number;
  readonly limit: number;
}

/** A workload that runs keeps these, however old: where a rollback leads, and where none may. */
const keptGood = 2;
const kept = 20;

export async function pruneVerdicts(
  database: Kysely<StoreSchema>,
  { before, limit }: Batch,
): Promise<number> {
  const { rows } = await sql<{ workload: string; revision_uid: string }>`
    with ranked as (
      select workload, revision_uid, at, verdict,
        row_number() over (partition by workload order by at desc) as by_age,
        row_number() over (partition by workload, verdict order by at desc) as by_verdict
      from revisions
    )
    select workload, revision_uid from ranked
    where at < ${before} and not (
      exists (select 1 from workloads where workloads.workload = ranked.workload)
      and (by_age <= ${kept} or (verdict = 'good' and by_verdict <= ${keptGood}))
    )
    limit ${limit}`.execute(database);
  for (const { workload, revision_uid: uid } of rows) {
    await database
      .deleteFrom('revisions')
      .where('workload', '=', workload)
      .where('revision_uid', '=', uid)
      .execute();
  }
  return rows.length;
}

/** Of clusters and namespaces that are not watched any more: whoever watches deletes what goes. */
export async function pruneWorkloads(
  database: Kysely<StoreSchema>,
  { before, limit }: Batch,
): Promise<number> {
  const outdated = database
    .selectFrom('workloads')
    .select('workload')
    .where('seen_at', '<', before)
    .limit(limit);
  const { numDeletedRows } = await database
    .deleteFrom('workloads')
    .where('workload', 'in', outdated)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
