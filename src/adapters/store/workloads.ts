import { type Kysely, sql } from 'kysely';
import type { RevisionRecord, StoreSession, WorkloadRecord } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type WorkloadVerbs = Pick<
  StoreSession,
  'workload' | 'saveWorkload' | 'deleteWorkload' | 'workloadKeys' | 'revisions' | 'saveRevision'
>;

export function createWorkloads(database: Kysely<StoreSchema>): WorkloadVerbs {
  return {
    async workload(key) {
      const row = await database
        .selectFrom('workloads')
        .selectAll()
        .where('workload', '=', key)
        .executeTakeFirst();
      return row && toWorkloadRecord(row);
    },

    async saveWorkload({ workload, uid, revision, deadlineExceededAt }) {
      const columns = { uid, revision, deadline_exceeded_at: deadlineExceededAt ?? null };
      await database
        .insertInto('workloads')
        .values({ workload, ...columns })
        .onConflict((conflict) => conflict.column('workload').doUpdateSet(columns))
        .execute();
    },

    async deleteWorkload(key) {
      await database.deleteFrom('workloads').where('workload', '=', key).execute();
    },

    async workloadKeys(cluster) {
      const prefix = `${cluster}/`;
      const rows = await database
        .selectFrom('workloads')
        .select('workload')
        .where(sql<boolean>`substr(workload, 1, ${prefix.length}) = ${prefix}`)
        .orderBy('workload')
        .execute();
      return rows.map(({ workload }) => workload);
    },

    async revisions(workload) {
      const rows = await database
        .selectFrom('revisions')
        .selectAll()
        .where('workload', '=', workload)
        .orderBy('at', 'desc')
        .orderBy('revision_uid', 'desc')
        .execute();
      return rows.map(toRevisionRecord);
    },

    async saveRevision({ workload, revisionUid, label, verdict, at, author }) {
      // A verdict that comes later need not know who made the version.
      const columns = { label, verdict, at, ...(author === undefined ? {} : { author }) };
      await database
        .insertInto('revisions')
        .values({ workload, revision_uid: revisionUid, ...columns })
        .onConflict((conflict) => conflict.columns(['workload', 'revision_uid']).doUpdateSet(columns))
        .execute();
    },
  };
}

export function toWorkloadRecord(row: Omit<StoreSchema['workloads'], 'seen_at'>): WorkloadRecord {
  const { workload, uid, revision, deadline_exceeded_at: deadlineExceededAt } = row;
  return { workload, uid, revision, ...(deadlineExceededAt === null ? {} : { deadlineExceededAt }) };
}

export function toRevisionRecord(row: StoreSchema['revisions']): RevisionRecord {
  const { revision_uid: revisionUid, author, ...rest } = row;
  return { ...rest, revisionUid, ...(author === null ? {} : { author }) };
}
