import { execFile } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgres, startPostgres } from '../../../sandbox/postgres/index.ts';

export type Engine = 'sqlite' | 'postgres';

/** What the bots remember. */
export interface Database {
  /** As the configuration has it: the path of a file, or a URL. */
  readonly url: string;
  /** Whether the bots must find it when they start. */
  readonly isAlwaysThere: boolean;
  isUp(): boolean;
  /** Calls back when it goes or comes. */
  onTurn(listener: () => void): void;
  /** Ends it as an operator or a crash would, and starts it again after a while. Nothing to do for a file. */
  restart(mode: 'fast' | 'crash', downMs: number): Promise<void>;
  /** Writes what is stored into a folder. Of a file: once the bots are gone, so that it is whole. */
  keep(folder: string): Promise<void>;
  close(): Promise<void>;
}

export async function openDatabase(engine: Engine, folder: string): Promise<Database> {
  return engine === 'sqlite' ? ofFile(join(folder, 'shipmate.sqlite')) : ofServer();
}

function ofFile(file: string): Database {
  const nothing = async () => undefined;
  return {
    url: file,
    isAlwaysThere: true,
    isUp: () => true,
    onTurn: () => undefined,
    restart: nothing,
    async keep(folder) {
      for (const end of ['', '-wal']) await copyFile(`${file}${end}`, join(folder, `shipmate.sqlite${end}`));
    },
    close: nothing,
  };
}

/** A server of its own: a run that restarts it must not disturb another. */
async function ofServer(): Promise<Database> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  const server = await startPostgres(binaries);
  const url = await server.createDatabase('chaos');
  const listeners: (() => void)[] = [];
  let isUp = true;
  const turn = (next: boolean) => {
    isUp = next;
    for (const listener of listeners) listener();
  };
  return {
    url,
    isAlwaysThere: false,
    isUp: () => isUp,
    onTurn: (listener) => void listeners.push(listener),
    async restart(mode, downMs) {
      turn(false);
      await server.stop(mode);
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await server.start();
      turn(true);
    },
    async keep(folder) {
      const { stdout } = await promisify(execFile)(join(binaries, 'pg_dump'), ['--inserts', url], {
        maxBuffer: 1 << 30,
      });
      await writeFile(join(folder, 'shipmate.sql'), stdout);
    },
    close: server.close,
  };
}
