import type { Kysely } from 'kysely';
import { scopeKey } from '../../domain/quiet/mute.ts';
import type { CardIndex } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

/** By which mutes a card is found, and which of its replies wait for the end of quiet hours. */
export async function saveQuietLookUps(
  database: Kysely<StoreSchema>,
  cardId: string,
  { mutes = [], held = [] }: CardIndex,
): Promise<void> {
  await database.deleteFrom('card_mutes').where('card_id', '=', cardId).execute();
  const scopes = [...new Set(mutes.map(({ scope }) => scopeKey(scope)))];
  if (scopes.length > 0) {
    await database
      .insertInto('card_mutes')
      .values(scopes.map((scope) => ({ card_id: cardId, scope })))
      .execute();
  }
  await database.deleteFrom('card_held').where('card_id', '=', cardId).execute();
  if (held.length > 0) {
    await database
      .insertInto('card_held')
      .values(held.map((reply) => ({ card_id: cardId, ...reply })))
      .execute();
  }
}
