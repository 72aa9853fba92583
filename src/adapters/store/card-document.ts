import type { Card } from '../../domain/release/card.ts';
import { UserError } from '../../errors.ts';
import { upgradeRollbacks } from './upgrade-rollbacks.ts';

/** The shape that this version writes. Raise it when `Card` changes so that older documents need converting. */
export const cardFormat = 2;

/** What brings a document of the format to the next one. */
const upgrades: ReadonlyMap<number, (document: unknown) => unknown> = new Map([[1, upgradeRollbacks]]);

export function encodeCard(card: Card): string {
  return JSON.stringify(card);
}

/** Only this store writes documents, so their format number stands for their shape. */
export function decodeCard(row: { readonly format: number; readonly document: string }): Card {
  if (row.format > cardFormat) {
    throw new UserError(
      'store_is_newer',
      `A card is stored in format ${row.format}, and this version of Shipmate reads formats up to ${cardFormat}. Start the newer version.`,
    );
  }
  let document: unknown = JSON.parse(row.document);
  for (let format = row.format; format < cardFormat; format += 1) {
    document = upgrades.get(format)?.(document) ?? document;
  }
  return document as Card;
}
