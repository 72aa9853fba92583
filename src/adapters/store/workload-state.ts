import { type Kysely, sql } from 'kysely';
import type { RevisionRecord, StoreSession, WorkloadRecord } from '../../ports.ts';
import { decodeCard } from './card-document.ts';
import type { StoreSchema } from './schema.ts';
import { toRevisionRecord, toWorkloadRecord } from './workloads.ts';

/** Every row is of one part, and has nothing in the columns of the others. */
const parts = sql<{ part: number }>`(select 1 as part union all select 2 union all select 3)`.as('parts');

/**
 * All that is known of a workload in one statement: what several read may be of several moments, outside a transaction
 * that keeps everybody else from writing. https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
 */
export function createWorkloadStates(database: Kysely<StoreSchema>): Pick<StoreSession, 'workloadState'> {
  function select(key: string) {
    const given = sql<string>`${key}`;
    const part = (number: 1 | 2 | 3) => sql<number>`${sql.lit(number)}`;
    return database
      .selectFrom(parts)
      .leftJoin('workloads', (join) =>
        join.on('parts.part', '=', part(1)).on('workloads.workload', '=', given),
      )
      .leftJoin('card_following', (join) =>
        join.on('parts.part', '=', part(2)).on('card_following.workload', '=', given),
      )
      .leftJoin('cards', 'cards.id', 'card_following.card_id')
      .leftJoin('revisions', (join) =>
        join.on('parts.part', '=', part(3)).on('revisions.workload', '=', given),
      )
      .select(['uid', 'revision', 'deadline_exceeded_at'])
      .select(['cards.format', 'cards.document'])
      .select(['revision_uid', 'label', 'verdict', 'at', 'author'])
      .orderBy('cards.opened_at', 'desc')
      .orderBy('cards.id', 'desc')
      .orderBy('revisions.at', 'desc')
      .orderBy('revisions.revision_uid', 'desc');
  }

  return {
    async workloadState(key) {
      const rows = await select(key).execute();
      return {
        workload: rows.flatMap((row) => workloadIn(key, row))[0],
        cards: rows.flatMap(({ format, document }) =>
          format === null || document === null ? [] : decodeCard({ format, document }),
        ),
        revisions: rows.flatMap((row) => revisionIn(key, row)),
      };
    },
  };
}

interface WorkloadColumns {
  readonly uid: string | null;
  readonly revision: number | null;
  readonly deadline_exceeded_at: number | null;
}

function workloadIn(
  workload: string,
  { uid, revision, ...rest }: WorkloadColumns,
): readonly WorkloadRecord[] {
  return uid === null || revision === null ? [] : [toWorkloadRecord({ workload, uid, revision, ...rest })];
}

interface RevisionColumns {
  readonly revision_uid: string | null;
  readonly label: string | null;
  readonly verdict: RevisionRecord['verdict'] | null;
  readonly at: number | null;
  readonly author: string | null;
}

function revisionIn(workload: string, row: RevisionColumns): readonly RevisionRecord[] {
  const { revision_uid, label, verdict, at, author } = row;
  if (revision_uid === null || label === null || verdict === null || at === null) return [];
  return [toRevisionRecord({ workload, revision_uid, label, verdict, at, author })];
}
