import type { Kysely } from 'kysely';
import type { Claim, Conclusion, InboxEntry, InboxStore } from '../../ports.ts';
import { createInboxRecords } from './inbox-records.ts';
import type { InboxRow, StoreSchema } from './schema.ts';

/** Nothing is put off for so long, so that what seems to be has been put off by a clock that was set back since. */
const longestRestMs = 15 * 60_000;

/** Entries on their way. What is several statements needs a transaction, which the caller gives. */
export function createInbox(database: Kysely<StoreSchema>): InboxStore {
  return {
    ...createInboxRecords(database),

    async receive(arrival, { by, now, until }) {
      const { key, source, subject, body, mayRepeat = false } = arrival;
      if (mayRepeat) {
        await database.deleteFrom('inbox').where('key', '=', key).where('status', '!=', 'waiting').execute();
      }
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('inbox')
        .values({
          key,
          source,
          subject,
          body,
          status: 'waiting',
          received_at: now,
          attempts: 0,
          next_attempt_at: now,
          claimed_by: by,
          claimed_until: until,
          ended_at: null,
          failure: null,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async take(subject, claim) {
      const head = await database
        .selectFrom('inbox')
        .select(['sequence', 'next_attempt_at', 'claimed_by', 'claimed_until'])
        .where('status', '=', 'waiting')
        .where('subject', '=', subject)
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst();
      if (head === undefined || !isFree(head, claim) || !isDue(head, claim)) return undefined;
      const row = await database
        .updateTable('inbox')
        .set((set) => ({
          claimed_by: claim.by,
          claimed_until: claim.until,
          attempts: set('attempts', '+', 1),
        }))
        .where('sequence', '=', head.sequence)
        .where('status', '=', 'waiting')
        // Asked again, because another replica may have been faster since.
        .where((where) =>
          where.or([where('claimed_until', '<=', claim.now), where('claimed_by', '=', claim.by)]),
        )
        .returningAll()
        .executeTakeFirst();
      return row && toEntry(row);
    },

    async hold(keys, { by, until }) {
      if (keys.length === 0) return;
      await database
        .updateTable('inbox')
        .set({ claimed_until: until })
        .where('key', 'in', keys)
        .where('status', '=', 'waiting')
        .where('claimed_by', '=', by)
        .execute();
    },

    async conclude({ key, claimedBy, attempts }, conclusion) {
      const { numUpdatedRows } = await database
        .updateTable('inbox')
        .set({ ...columnsOf(conclusion), claimed_until: 0 })
        .where('key', '=', key)
        .where('status', '=', 'waiting')
        .where('claimed_by', '=', claimedBy)
        .where('attempts', '=', attempts)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async release(by) {
      const free = database
        .updateTable('inbox')
        .set({ claimed_until: 0 })
        .where('status', '=', 'waiting')
        .where('claimed_until', '>', 0);
      await (by === undefined ? free : free.where('claimed_by', '=', by)).execute();
    },

    async isWaiting(subject) {
      const first = await database
        .selectFrom('inbox')
        .select('sequence')
        .where('status', '=', 'waiting')
        .where('subject', '=', subject)
        .limit(1)
        .executeTakeFirst();
      return first !== undefined;
    },

    async dueSubjects({ by, now }, limit) {
      const rows = await database
        .selectFrom('inbox as head')
        .select('head.subject')
        .where('head.status', '=', 'waiting')
        .where((where) =>
          where.or([
            where('head.next_attempt_at', '<=', now),
            where('head.next_attempt_at', '>', now + longestRestMs),
          ]),
        )
        .where((where) =>
          where.or([where('head.claimed_until', '<=', now), where('head.claimed_by', '=', by)]),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('inbox as earlier')
                .select('earlier.sequence')
                .where('earlier.status', '=', 'waiting')
                .whereRef('earlier.subject', '=', 'head.subject')
                .whereRef('earlier.sequence', '<', 'head.sequence'),
            ),
          ),
        )
        .orderBy('head.sequence')
        .limit(limit)
        .execute();
      return rows.map(({ subject }) => subject);
    },
  };
}

function isDue(row: Pick<InboxRow, 'next_attempt_at'>, { now }: Claim): boolean {
  return row.next_attempt_at <= now || row.next_attempt_at > now + longestRestMs;
}

function isFree(row: Pick<InboxRow, 'claimed_by' | 'claimed_until'>, { by, now }: Claim): boolean {
  return row.claimed_by === by || row.claimed_until <= now;
}

function columnsOf(conclusion: Conclusion) {
  switch (conclusion.kind) {
    case 'done':
      return {
        status: 'done',
        body: '',
        ended_at: conclusion.at,
        failure: conclusion.failure ?? null,
      } as const;
    case 'dead':
      return { status: 'dead', ended_at: conclusion.at, failure: conclusion.failure } as const;
    case 'later':
      return { next_attempt_at: conclusion.nextAttemptAt, failure: conclusion.failure };
    default:
      return conclusion satisfies never;
  }
}

function toEntry(row: Omit<InboxRow, 'sequence'>): InboxEntry {
  return {
    key: row.key,
    source: row.source,
    subject: row.subject,
    body: row.body,
    receivedAt: row.received_at,
    claimedBy: row.claimed_by,
    attempts: row.attempts,
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}
