import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/** Tables, indexes and rows as SQL, in an order that can be run. */
export function dumpSqlite(database: DatabaseSync): string {
  const objects = database
    .prepare(`select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'
              order by type = 'index', rowid`)
    .all();
  const schema = objects.map(({ sql }) => `${String(sql)};`);
  const rows = objects
    .filter(({ type }) => type === 'table')
    .flatMap(({ name }) =>
      database
        .prepare(`select * from "${String(name)}"`)
        .all()
        .map((row) => insertion(String(name), row)),
    );
  return `${[...schema, ...rows].join('\n')}\n`;
}

function insertion(table: string, row: Readonly<Record<string, unknown>>): string {
  const columns = Object.keys(row).map((column) => `"${column}"`);
  return `insert into "${table}" (${columns.join(', ')}) values (${Object.values(row).map(literal).join(', ')});`;
}

function literal(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
}

/** The same of a PostgreSQL database, by `pg_dump`; without what only psql understands. */
export async function dumpPostgres(binaries: string, url: string): Promise<string> {
  const options = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', '--schema=public'];
  const { stdout } = await promisify(execFile)(join(binaries, 'pg_dump'), [...options, url]);
  return stdout
    .split('\n')
    .filter((line) => !/^(--|SET |\\|CREATE SCHEMA|SELECT pg_catalog\.set_config|$)/.test(line))
    .join('\n')
    .concat('\n');
}
