import { type Kysely, sql } from 'kysely';
import { scopeKey } from '../../domain/quiet/mute.ts';
import type { CardIndex } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

const kinds = ['following', 'offer', 'mute', 'held'] as const;
type Kind = (typeof kinds)[number];

/** A row by which a card is found; `channel` and `until` are those of a reply that quiet hours hold back. */
interface LookUp {
  readonly kind: Kind;
  readonly value: string;
  readonly channel: string;
  readonly until: number;
}

/** Most changes of a card leave them as they are: so they are read at once, and only what differs is written. */
export async function saveLookUps(
  database: Kysely<StoreSchema>,
  cardId: string,
  index: CardIndex,
): Promise<void> {
  const stored = Map.groupBy(await readLookUps(database, cardId), ({ kind }) => kind);
  const wanted = Map.groupBy(lookUpsOf(index), ({ kind }) => kind);
  for (const kind of kinds) {
    const [before, after] = [stored.get(kind) ?? [], wanted.get(kind) ?? []];
    if (fingerprint(before) === fingerprint(after)) continue;
    if (before.length > 0) await database.deleteFrom(tables[kind]).where('card_id', '=', cardId).execute();
    if (after.length > 0) await insert[kind](database, cardId, after);
  }
}

function lookUpsOf({ following, offerIds, mutes = [], held = [] }: CardIndex): readonly LookUp[] {
  const named = (kind: Kind, values: readonly string[]) =>
    [...new Set(values)].map((value): LookUp => ({ kind, value, channel: '', until: 0 }));
  const scopes = mutes.map(({ scope }) => scopeKey(scope));
  return [
    ...named('following', following),
    ...named('offer', offerIds),
    ...named('mute', scopes),
    ...held.map(({ notice, ...rest }): LookUp => ({ kind: 'held', value: notice, ...rest })),
  ];
}

function fingerprint(rows: readonly LookUp[]): string {
  return JSON.stringify(
    rows.map(({ value, channel, until }) => [value, channel, until].join('\n')).toSorted(),
  );
}

async function readLookUps(database: Kysely<StoreSchema>, cardId: string): Promise<readonly LookUp[]> {
  const { rows } = await sql<LookUp>`
    select 'following' as kind, workload as value, '' as channel, 0 as until
      from card_following where card_id = ${cardId}
    union all select 'offer', offer_id, '', 0 from card_offers where card_id = ${cardId}
    union all select 'mute', scope, '', 0 from card_mutes where card_id = ${cardId}
    union all select 'held', notice, channel, until from card_held where card_id = ${cardId}
  `.execute(database);
  return rows;
}

const tables = {
  following: 'card_following',
  offer: 'card_offers',
  mute: 'card_mutes',
  held: 'card_held',
} as const;

type Insert = (database: Kysely<StoreSchema>, card_id: string, rows: readonly LookUp[]) => Promise<unknown>;

const insert: Readonly<Record<Kind, Insert>> = {
  following: (database, card_id, rows) =>
    database
      .insertInto('card_following')
      .values(rows.map(({ value }) => ({ card_id, workload: value })))
      .execute(),
  offer: (database, card_id, rows) =>
    database
      .insertInto('card_offers')
      .values(rows.map(({ value }) => ({ card_id, offer_id: value })))
      .execute(),
  mute: (database, card_id, rows) =>
    database
      .insertInto('card_mutes')
      .values(rows.map(({ value }) => ({ card_id, scope: value })))
      .execute(),
  held: (database, card_id, rows) =>
    database
      .insertInto('card_held')
      .values(rows.map(({ value, channel, until }) => ({ card_id, notice: value, channel, until })))
      .execute(),
};
