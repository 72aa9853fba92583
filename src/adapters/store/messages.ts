import { type Kysely, sql } from 'kysely';
import type { MessageRecord, StoreSession, Subject, SubjectKind } from '../../ports.ts';
import type { MessageRow, StoreSchema } from './schema.ts';

type MessageVerbs = Pick<
  StoreSession,
  'message' | 'markDirty' | 'saveMessage' | 'forgetMessage' | 'dirtyMessages'
>;

type DirtyRequest = Parameters<StoreSession['markDirty']>[0];

/** `markDirty` reads, then writes: the caller gives it a transaction. */
export function createMessages(database: Kysely<StoreSchema>): MessageVerbs {
  async function message(subject: Subject, slot: string): Promise<MessageRecord | undefined> {
    const row = await database
      .selectFrom('messages')
      .selectAll()
      .where('subject', '=', toText(subject))
      .where('slot', '=', slot)
      .executeTakeFirst();
    return row && toRecord(row);
  }

  async function saveMessage(record: MessageRecord): Promise<void> {
    const { subject, slot, ...columns } = toRow(record);
    await database
      .insertInto('messages')
      .values({ subject, slot, ...columns })
      .onConflict((conflict) => conflict.columns(['subject', 'slot']).doUpdateSet(columns))
      .execute();
  }

  return {
    message,
    saveMessage,

    async markDirty(request) {
      await saveMessage(markedDirty(await message(request.subject, request.slot), request));
    },

    async forgetMessage(subject, slot) {
      await database
        .deleteFrom('messages')
        .where('subject', '=', toText(subject))
        .where('slot', '=', slot)
        .execute();
    },

    async dirtyMessages(limit) {
      const { rows } = await sql<MessageRow>`
        select * from messages where ${isOwed} order by ${byUrgency} limit ${limit}`.execute(database);
      // To rank them all costs several times as much, so only a list that may be too short is made by turns.
      return (rows.length < limit ? rows : await inTurn(database, limit)).map(toRecord);
    },
  };
}

async function inTurn(database: Kysely<StoreSchema>, limit: number): Promise<readonly MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select * from (
      select messages.*, row_number() over (
        partition by channel, ts is null or status = 'posting' order by ${byUrgency}
      ) as turn
      from messages where ${isOwed} order by turn, ${byUrgency} limit ${limit}
    ) as owed
    order by ${byUrgency}`.execute(database);
  return rows;
}

/** Not `is not null`, for which SQLite would read the whole table instead of the index. */
const isOwed = sql`(dirty_since >= 0 or status = 'posting') and status <> 'broken'`;
const byUrgency = sql`priority, dirty_since, subject, slot`;

function markedDirty(current: MessageRecord | undefined, request: DirtyRequest): MessageRecord {
  const { subject, slot, channel, priority, at } = request;
  if (current === undefined) {
    return {
      subject,
      slot,
      channel,
      priority,
      status: 'unposted',
      dirtySince: at,
      changes: 1,
      priorityAt: 1,
    };
  }
  const { laterPriority: _, ...usable } = current.status === 'broken' ? mended(current) : current;
  // What was posted stays where it is; so does what was sent elsewhere on purpose, of which `failure` tells.
  const mayMove = usable.status === 'unposted' && usable.failure === undefined;
  return {
    ...usable,
    channel: mayMove ? channel : usable.channel,
    ...urgencyOf(current, priority),
    dirtySince: current.dirtySince ?? at,
    changes: current.changes + 1,
  };
}

/** The most urgent change counts until it is shown; the ones after it are kept apart, because they may outlast it. */
function urgencyOf(
  current: MessageRecord,
  priority: number,
): Pick<MessageRecord, 'priority' | 'priorityAt' | 'laterPriority'> {
  const isWaiting = current.dirtySince !== undefined;
  if (!isWaiting || priority <= current.priority) return { priority, priorityAt: current.changes + 1 };
  const laterPriority = Math.min(current.laterPriority ?? priority, priority);
  return { priority: current.priority, priorityAt: current.priorityAt, laterPriority };
}

/** A message that was given up gets another try with every change: content or channel may be fine by now. */
function mended({ failure: _, ...record }: MessageRecord): MessageRecord {
  return { ...record, status: record.ts === undefined ? 'unposted' : 'posted' };
}

function toText({ kind, id }: Subject): string {
  return `${kind}/${id}`;
}

/** Only `toText` has written it. */
function toSubject(text: string): Subject {
  const slash = text.indexOf('/');
  return { kind: text.slice(0, slash) as SubjectKind, id: text.slice(slash + 1) };
}

function toRow(record: MessageRecord): MessageRow {
  return {
    subject: toText(record.subject),
    slot: record.slot,
    channel: record.channel,
    ts: record.ts ?? null,
    shown_hash: record.shownHash ?? null,
    status: record.status,
    priority: record.priority,
    dirty_since: record.dirtySince ?? null,
    failure: record.failure ?? null,
    changes: record.changes,
    priority_at: record.priorityAt,
    later_priority: record.laterPriority ?? null,
    shown_at: record.shownAt ?? null,
  };
}

function toRecord(row: MessageRow): MessageRecord {
  return {
    subject: toSubject(row.subject),
    slot: row.slot,
    channel: row.channel,
    status: row.status,
    priority: row.priority,
    changes: row.changes,
    priorityAt: row.priority_at,
    ...(row.ts === null ? {} : { ts: row.ts }),
    ...(row.shown_hash === null ? {} : { shownHash: row.shown_hash }),
    ...(row.dirty_since === null ? {} : { dirtySince: row.dirty_since }),
    ...(row.failure === null ? {} : { failure: row.failure }),
    ...(row.later_priority === null ? {} : { laterPriority: row.later_priority }),
    ...(row.shown_at === null ? {} : { shownAt: row.shown_at }),
  };
}
