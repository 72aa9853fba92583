import { type Kysely, sql } from 'kysely';
import type { SubjectKind } from '../../../ports.ts';
import type { StoreSchema } from '../schema.ts';

interface Batch {
  readonly before: number;
  readonly limit: number;
}

/** Slack shows something older than the store, or may do so: nothing of it is taken out yet. */
const isUnsettled = sql`(messages.dirty_since >= 0 or messages.status = 'posting')`;

/** Cards that nothing follows, that no deadline waits for, and that Slack shows as they are. */
export async function pruneCards(database: Kysely<StoreSchema>, { before, limit }: Batch): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from cards
    where opened_at < ${before} and due_at is null
      and not exists (select 1 from card_following where card_following.card_id = cards.id)
      and not exists (
        select 1 from messages where messages.subject = 'card/' || cards.id and ${isUnsettled}
      )
    order by opened_at limit ${limit}`.execute(database);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const subjects = ids.map((id) => `card/${id}`);
  await database.deleteFrom('messages').where('subject', 'in', subjects).execute();
  await pruneUnsent(database, ids);
  // What hangs on them goes by the tables' foreign keys.
  await database.deleteFrom('cards').where('id', 'in', ids).execute();
  return ids.length;
}

/** What people were to be told directly of these cards, and never could be: of that no time tells when it is too old. */
async function pruneUnsent(database: Kysely<StoreSchema>, cards: readonly string[]): Promise<void> {
  await database
    .deleteFrom('messages')
    .where('status', '=', 'broken')
    .where('shown_at', 'is', null)
    .where((where) => where.or(cards.map((id) => where('subject', 'like', `person/%/${id}`))))
    .execute();
}

/**
 * Messages of other subjects that Slack took long ago, with what digests and Home tabs were made of. What tells somebody,
 * or a channel, of a card stays with it: its end is told there. Cards go first, so few are left that are as old.
 */
export async function pruneMessages(
  database: Kysely<StoreSchema>,
  { before, limit }: Batch,
): Promise<number> {
  const { rows } = await sql<{ subject: string; slot: string }>`
    select subject, slot from messages
    where shown_at < ${before} and subject not like 'card/%'
      and dirty_since is null and status <> 'posting'
      and not exists (
        select 1 from cards where cards.opened_at < ${before} and (
          messages.subject like ('person/%/' || cards.id)
          or exists (
            select 1 from digest_replies
            where digest_replies.card_id = cards.id
              and messages.subject = 'digest/' || digest_replies.digest_id
          )
        )
      )
    limit ${limit}`.execute(database);
  for (const { subject, slot } of rows) {
    await database.deleteFrom('messages').where('subject', '=', subject).where('slot', '=', slot).execute();
  }
  const digests = idsOf('digest', rows);
  if (digests.length > 0) await database.deleteFrom('digests').where('id', 'in', digests).execute();
  const people = idsOf('home', rows);
  if (people.length > 0) await database.deleteFrom('homes').where('user_id', 'in', people).execute();
  return rows.length;
}

function idsOf(kind: SubjectKind, rows: readonly { readonly subject: string }[]): readonly string[] {
  const prefix = `${kind}/`;
  return rows.flatMap(({ subject }) => (subject.startsWith(prefix) ? [subject.slice(prefix.length)] : []));
}

/** Texts that Slack has as files; what is shown of them stays. */
export async function pruneAttachments(
  database: Kysely<StoreSchema>,
  { before, limit }: Batch,
): Promise<number> {
  const { rows } = await sql<{ card_id: string; slot: string }>`
    select card_id, slot from attachments
    where at < ${before} and not exists (
      select 1 from messages
      where messages.subject = 'card/' || attachments.card_id and messages.slot = attachments.slot
        and ${isUnsettled}
    )
    order by at limit ${limit}`.execute(database);
  for (const { card_id: cardId, slot } of rows) {
    await database.deleteFrom('attachments').where('card_id', '=', cardId).where('slot', '=', slot).execute();
  }
  return rows.length;
}
