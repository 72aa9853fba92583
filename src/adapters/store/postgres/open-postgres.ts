import { Kysely, sql } from 'kysely';
import { Pool } from 'pg';
import { UserError } from '../../../errors.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { StoreOpening } from '../open-store.ts';
import type { Runner } from '../runner.ts';
import type { StoreSchema } from '../schema.ts';
import { createSession } from '../session.ts';
import {
  connectionOptions,
  defaultConnections,
  describePlace,
  type PostgresSettings,
} from './connection-options.ts';
import { createPostgresDialect, postgresEngine } from './dialect.ts';
import { explainPostgresFailure } from './explain-failure.ts';
import { toStoreError } from './failure.ts';
import { createGate } from './gate.ts';
import { createPostgresHousekeeping } from './housekeeping.ts';
import { createTextWithoutNul } from './text-without-nul.ts';
import { persist, transact } from './transact.ts';

/** The oldest that its makers still mend, and the first that notices a vanished client while it waits for a lock. */
const oldestVersion = 14;
/** One that writes and one that waits for its turn: more would only take connections from those who read. */
const transactionsAtOnce = 2;
const mostMigratingMs = 60 * 60_000;

type PostgresOpening = PostgresSettings & Pick<StoreOpening, 'clock' | 'version'>;

export async function openPostgres(settings: PostgresOpening): Promise<Runner> {
  try {
    await bringUpToDate(settings);
    return createRunner(connect(settings), settings.connections ?? defaultConnections);
  } catch (error) {
    throw explainPostgresFailure(error, settings);
  }
}

/** On a connection of its own, which may take its time: to change a large table, or to wait for another replica to do it. */
async function bringUpToDate(settings: PostgresOpening): Promise<void> {
  const database = connect({ ...settings, connections: 1, statementTimeoutMs: mostMigratingMs });
  try {
    await refuseOldServer(database, settings.url);
    const { clock, version } = settings;
    await migrate({ database, migrations, engine: postgresEngine, clock, version });
  } finally {
    await database.destroy();
  }
}

function connect(settings: PostgresSettings): Kysely<StoreSchema> {
  return new Kysely<StoreSchema>({
    dialect: createPostgresDialect(createPool(settings)),
    plugins: [createTextWithoutNul()],
  });
}

function createPool(settings: PostgresSettings): Pool {
  const pool = new Pool({
    ...connectionOptions(settings),
    max: settings.connections ?? defaultConnections,
    idleTimeoutMillis: 10_000,
  });
  // Without listeners these errors would end the process. The pool drops the connection, and whoever uses it is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function refuseOldServer(database: Kysely<StoreSchema>, url: string): Promise<void> {
  const { rows } = await sql<ServerVersion>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name
  `.execute(database);
  for (const version of rows) refuseOldVersion(version, url);
}

interface ServerVersion {
  /** `150018` for 15.18. */
  readonly number: string;
  readonly name: string;
}

export function refuseOldVersion({ number, name }: ServerVersion, url: string): void {
  if (Number(number) >= oldestVersion * 10_000) return;
  throw new UserError(
    'store_unusable',
    `The store ${describePlace(url)} is PostgreSQL ${name}, and Shipmate needs ${oldestVersion} or newer.`,
  );
}

function createRunner(database: Kysely<StoreSchema>, connections: number): Runner {
  const own = createSession(database);
  const writing = createGate(transactionsAtOnce);
  // However much is read, whoever writes has a connection. And to wait for one is no failure, as it is to the pool.
  const reading = createGate(Math.max(1, connections - transactionsAtOnce));
  return {
    read: (work) => persist(() => reading(() => mapped(() => work(own))), Math.random),
    transaction: (work) => persist(() => writing(() => transact(database, work)), Math.random),
    ...createPostgresHousekeeping(database),
    close: () => database.destroy(),
  };
}

async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error, 'not-done');
  }
}
