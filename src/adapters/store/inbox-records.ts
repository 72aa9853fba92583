import type { Kysely } from 'kysely';
import type { InboxRecord, InboxStore } from '../../ports.ts';
import type { InboxRow, StoreSchema } from './schema.ts';

type RecordVerbs = Pick<InboxStore, 'depth' | 'record' | 'records' | 'revive' | 'forget'>;

/** The inbox as operators see it. */
export function createInboxRecords(database: Kysely<StoreSchema>): RecordVerbs {
  const records = () =>
    database
      .selectFrom('inbox')
      .select([
        'key',
        'source',
        'subject',
        'received_at',
        'status',
        'attempts',
        'next_attempt_at',
        'failure',
      ]);

  return {
    async depth() {
      const rows = await database
        .selectFrom('inbox')
        .select(({ fn }) => ['status', fn.countAll().as('count'), fn.min('received_at').as('oldest')])
        .where('status', 'in', ['waiting', 'dead'])
        .groupBy('status')
        .execute();
      const waiting = rows.find(({ status }) => status === 'waiting');
      return {
        waiting: Number(waiting?.count ?? 0),
        dead: Number(rows.find(({ status }) => status === 'dead')?.count ?? 0),
        ...(waiting === undefined ? {} : { oldestReceivedAt: Number(waiting.oldest) }),
      };
    },

    async record(key) {
      const row = await records().where('key', '=', key).executeTakeFirst();
      return row && toRecord(row);
    },

    async records(status, limit) {
      const rows = await records().where('status', '=', status).orderBy('sequence').limit(limit).execute();
      return rows.map(toRecord);
    },

    async revive({ key, at }) {
      const dead = database
        .updateTable('inbox')
        .set({ status: 'waiting', attempts: 0, next_attempt_at: at, claimed_until: 0, ended_at: null })
        .where('status', '=', 'dead');
      const { numUpdatedRows } = await (key === undefined
        ? dead
        : dead.where('key', '=', key)
      ).executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async forget({ doneBefore, deadBefore }) {
      await database
        .deleteFrom('inbox')
        .where(({ and, or, eb }) =>
          or([
            and([eb('status', '=', 'done'), eb('ended_at', '<', doneBefore)]),
            and([eb('status', '=', 'dead'), eb('ended_at', '<', deadBefore)]),
          ]),
        )
        .execute();
    },
  };
}

type RecordRow = Omit<InboxRow, 'sequence' | 'body' | 'claimed_by' | 'claimed_until' | 'ended_at'>;

function toRecord(row: RecordRow): InboxRecord {
  return {
    key: row.key,
    source: row.source,
    subject: row.subject,
    receivedAt: row.received_at,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}
