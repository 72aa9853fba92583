import { writeFileSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Client, Pool } from 'pg';
import { findPostgres, startPostgres } from '../../../../sandbox/postgres/index.ts';
import { migrate } from '../../../../src/adapters/store/migrate.ts';
import { migrations } from '../../../../src/adapters/store/migrations/index.ts';
import { createPostgresDialect, postgresEngine } from '../../../../src/adapters/store/postgres/dialect.ts';
import type { StoreSchema } from '../../../../src/adapters/store/schema.ts';
import { createSqliteDialect, sqliteEngine } from '../../../../src/adapters/store/sqlite/dialect.ts';
import { toKyselyDatabase } from '../../../../src/adapters/store/sqlite/node-database.ts';
import { openDatabase } from '../../../../src/adapters/store/sqlite/open-database.ts';
import { dumpPostgres, dumpSqlite } from './dump.ts';
import { fixturePath, readFixture, readRows } from './fixture.ts';

/**
 * `node test/adapters/store/migrations/record.ts`: writes the databases of versions that have none yet, each from the one
 * before it. What is written once stays as it is: it stands for the stores that people have.
 */
const clock = { now: () => 1_700_000_000_000 };
const binaries = findPostgres();
if (binaries === undefined) throw new Error('no PostgreSQL here; on Debian: apt-get install postgresql');
const server = await startPostgres(binaries);
try {
  for (const [index, { id }] of migrations.entries()) {
    const before = migrations[index - 1]?.id;
    if (before === undefined || readFixture('sqlite', before) === undefined) continue;
    const applied = migrations.slice(0, index + 1);
    if (readFixture('sqlite', id) === undefined) await recordSqlite(id, before, applied);
    if (readFixture('postgres', id) === undefined) await recordPostgres(binaries, id, before, applied);
  }
} finally {
  await server.close();
}

async function recordSqlite(id: string, before: string, applied: typeof migrations): Promise<void> {
  const file = openDatabase(':memory:');
  file.exec(readFixture('sqlite', before) ?? '');
  const database = new Kysely<StoreSchema>({ dialect: createSqliteDialect(toKyselyDatabase(file)) });
  await migrate({ database, migrations: applied, engine: sqliteEngine, clock });
  file.exec(readRows(id));
  writeFileSync(fixturePath('sqlite', id), dumpSqlite(file));
  await database.destroy();
}

async function recordPostgres(folder: string, id: string, before: string, applied: typeof migrations) {
  const url = await server.createDatabase(id);
  await run(url, readFixture('postgres', before) ?? '');
  const database = new Kysely<StoreSchema>({
    dialect: createPostgresDialect(new Pool({ connectionString: url })),
  });
  await migrate({ database, migrations: applied, engine: postgresEngine, clock });
  await database.destroy();
  await run(url, readRows(id));
  writeFileSync(fixturePath('postgres', id), await dumpPostgres(folder, url));
}

async function run(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}
