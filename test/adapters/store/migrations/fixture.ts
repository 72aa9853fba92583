import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type EngineName = 'sqlite' | 'postgres';

const folder = fileURLToPath(new URL('../../../fixtures/store/', import.meta.url));

/** Where the database of a version is kept: what a store was after this migration, with rows in every table. */
export function fixturePath(engine: EngineName, id: string): string {
  return `${folder}${engine}/${id}.sql`;
}

export function readFixture(engine: EngineName, id: string): string | undefined {
  return textOf(fixturePath(engine, id));
}

/** Rows that a version writes into the tables that it is the first to have. */
export function readRows(id: string): string {
  return textOf(`${folder}rows/${id}.sql`) ?? '';
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
