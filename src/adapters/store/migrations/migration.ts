import type { ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { StoreSchema } from '../schema.ts';

/** What differs between the engines that the same migrations run on. */
export interface Engine {
  /** Makes a column the table's own growing number. */
  growing(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
}

/** One step forward; there is none back. Its id is recorded and never changes once released. */
export interface Migration {
  readonly id: string;
  up(database: Kysely<StoreSchema>, engine: Engine): Promise<void>;
}
