import type { Kysely } from 'kysely';
import type { MessageRecord, StoreSession } from '../../ports.ts';
import type { MessageRow, StoreSchema } from './schema.ts';

type MessageVerbs = Pick<StoreSession, 'message' | 'markDirty' | 'saveMessage' | 'dirtyMessages'>;

type DirtyRequest = Parameters<StoreSession['markDirty']>[0];

/** `markDirty` reads, then writes: the caller gives it a transaction. */
export function createMessages(database: Kysely<StoreSchema>): MessageVerbs {
  async function message(cardId: string, slot: string): Promise<MessageRecord | undefined> {
    const row = await database
      .selectFrom('messages')
      .selectAll()
      .where('card_id', '=', cardId)
      .where('slot', '=', slot)
      .executeTakeFirst();
    return row && toRecord(row);
  }

  async function saveMessage(record: MessageRecord): Promise<void> {
    const { card_id, slot, ...columns } = toRow(record);
    await database
      .insertInto('messages')
      .values({ card_id, slot, ...columns })
      .onConflict((conflict) => conflict.columns(['card_id', 'slot']).doUpdateSet(columns))
      .execute();
  }

  return {
    message,
    saveMessage,

    async markDirty(request) {
      await saveMessage(markedDirty(await message(request.cardId, request.slot), request));
    },

    async dirtyMessages(limit) {
      const rows = await database
        .selectFrom('messages')
        .selectAll()
        // Not `is not null`, for which SQLite would read the whole table instead of the index.
        .where((where) => where.or([where('dirty_since', '>=', 0), where('status', '=', 'posting')]))
        .where('status', '!=', 'broken')
        .orderBy('priority')
        .orderBy('dirty_since')
        .orderBy('card_id')
        .orderBy('slot')
        .limit(limit)
        .execute();
      return rows.map(toRecord);
    },
  };
}

function markedDirty(current: MessageRecord | undefined, request: DirtyRequest): MessageRecord {
  const { cardId, slot, channel, priority, at } = request;
  if (current === undefined) {
    return { cardId, slot, channel, priority, status: 'unposted', dirtySince: at };
  }
  const usable = current.status === 'broken' ? mended(current) : current;
  const isWaiting = current.dirtySince !== undefined;
  // What was posted stays where it is; so does what was sent elsewhere on purpose, of which `failure` tells.
  const mayMove = usable.status === 'unposted' && usable.failure === undefined;
  return {
    ...usable,
    channel: mayMove ? channel : usable.channel,
    priority: isWaiting ? Math.min(current.priority, priority) : priority,
    dirtySince: current.dirtySince ?? at,
  };
}

/** A message that was given up gets another try with every change: content or channel may be fine by now. */
function mended({ failure: _, ...record }: MessageRecord): MessageRecord {
  return { ...record, status: record.ts === undefined ? 'unposted' : 'posted' };
}

function toRow(record: MessageRecord): MessageRow {
  return {
    card_id: record.cardId,
    slot: record.slot,
    channel: record.channel,
    ts: record.ts ?? null,
    shown_hash: record.shownHash ?? null,
    status: record.status,
    priority: record.priority,
    dirty_since: record.dirtySince ?? null,
    failure: record.failure ?? null,
  };
}

function toRecord(row: MessageRow): MessageRecord {
  return {
    cardId: row.card_id,
    slot: row.slot,
    channel: row.channel,
    status: row.status,
    priority: row.priority,
    ...(row.ts === null ? {} : { ts: row.ts }),
    ...(row.shown_hash === null ? {} : { shownHash: row.shown_hash }),
    ...(row.dirty_since === null ? {} : { dirtySince: row.dirty_since }),
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}
