import type { Card } from '../../domain/release/card.ts';
import { UserError } from '../../errors.ts';

/** The shape that this version writes. Raise it when `Card` changes so that older documents need converting. */
export const cardFormat = 1;

export function encodeCard(card: Card): string {
  return JSON.stringify(card);
}

/** Only this store writes documents, so their format number stands for their shape. */
export function decodeCard(row: { readonly format: number; readonly document: string }): Card {
  if (row.format !== cardFormat) {
    throw new UserError(
      'store_is_newer',
      `A card is stored in format ${row.format}, and this version of Shipmate reads format ${cardFormat}. Start the newer version.`,
    );
  }
  return JSON.parse(row.document);
}
