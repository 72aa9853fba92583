import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../free-port.ts';
import { unprivileged } from './unprivileged.ts';

/** How PostgreSQL is told to stop: as an operator does, or as a crash does, without a word to its clients. */
type StopMode = 'fast' | 'crash';

/** A real PostgreSQL on loopback, with a folder and a port of its own. */
export interface PostgresServer {
  /** Of a database that need not exist: `postgres://shipmate:…@127.0.0.1:54321/cards`. */
  url(database: string): string;
  /** Makes an empty database and answers its URL. */
  createDatabase(name: string): Promise<string>;
  /** One statement, as the superuser. */
  query(sql: string, database?: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(mode?: StopMode): Promise<void>;
  /** On the same data and port, after `stop`. */
  start(): Promise<void>;
  restart(mode?: StopMode): Promise<void>;
  /** Stops it and deletes everything. */
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Of postgresql.conf; `FOLDER` stands for where `files` are. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Readable by the server alone. */
  readonly files?: Readonly<Record<string, string>>;
}

const user = 'shipmate';
const password = 'sandbox';
const signals = { fast: 'SIGINT', crash: 'SIGQUIT' } as const;
/** What is lost in a power cut is nobody's here; a crash of the server itself loses nothing. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '32MB',
  log_min_messages: 'fatal',
};

/** Takes about a second. `binaries` is what findPostgres answers. */
export async function startPostgres(
  binaries: string,
  options: PostgresOptions = {},
): Promise<PostgresServer> {
  const identity = unprivileged();
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const passwordFile = join(folder, 'password');
  const files = Object.entries({ ...options.files, password });
  for (const [name, content] of files) await writeFile(join(folder, name), content, { mode: 0o600 });
  if (identity !== undefined) {
    const owned = [folder, ...files.map(([name]) => join(folder, name))];
    for (const path of owned) await chown(path, identity.uid, identity.gid);
  }
  // An order of letters unlike SQLite's: nothing may depend on it.
  const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en'];
  const access = ['-U', user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await promisify(execFile)(
    join(binaries, 'initdb'),
    ['-D', data, '-E', 'UTF8', '--no-sync', ...locale, ...access],
    { cwd: folder, ...identity },
  );

  const url = (database: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    if (child !== undefined) return;
    const all = Object.entries({ ...settings, ...options.settings });
    const flags = all.flatMap(([name, value]) => ['-c', `${name}=${value.replace('FOLDER', folder)}`]);
    const words = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', ...flags];
    child = spawnBound(join(binaries, 'postgres'), words, { cwd: folder, ...identity });
    await untilAnswering(url('postgres'), child);
  }

  async function stop(mode: StopMode = 'fast'): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signals[mode]);
    await once(running, 'exit');
  }

  async function query(sql: string, database = 'postgres') {
    const client = new Client({ connectionString: url(database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  await start();
  return {
    url,
    query,
    stop,
    start,
    async createDatabase(name) {
      await query(`create database "${name}"`);
      return url(name);
    },
    async restart(mode) {
      await stop(mode);
      await start();
    },
    async close() {
      await stop('crash');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where the system can, the server ends with this process, however that ends. */
function spawnBound(
  program: string,
  words: readonly string[],
  options: { cwd: string; uid?: number; gid?: number },
) {
  const binder = '/usr/bin/setpriv';
  const [command, ...rest] = existsSync(binder)
    ? [binder, '--pdeathsig', 'QUIT', '--', program, ...words]
    : [program, ...words];
  return spawn(command ?? program, rest, { ...options, stdio: 'ignore' });
}

/** Half a minute, or a tenth of it where time runs ten times as fast. */
const mostLooks = 1_500;

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < mostLooks; attempt += 1) {
    if (child.exitCode !== null) break;
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await wait(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('PostgreSQL did not start');
}
