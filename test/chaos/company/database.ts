import { join } from 'node:path';
import { findPostgres, startPostgres } from '../../../sandbox/postgres/index.ts';

export type Engine = 'sqlite' | 'postgres';

/** What the bots remember. */
export interface Database {
  /** As the configuration has it: the path of a file, or a URL. */
  readonly url: string;
  /** The file, where it is one. */
  readonly file?: string;
  isUp(): boolean;
  /** Calls back when it goes or comes. */
  onTurn(listener: () => void): void;
  /** Ends it as an operator or a crash would, and starts it again after a while. Nothing to do for a file. */
  restart(mode: 'fast' | 'crash', downMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function openDatabase(engine: Engine, folder: string): Promise<Database> {
  return engine === 'sqlite' ? ofFile(join(folder, 'shipmate.sqlite')) : ofServer();
}

function ofFile(file: string): Database {
  const nothing = async () => undefined;
  return {
    url: file,
    file,
    isUp: () => true,

    onTurn: () => undefined,
    restart: nothing,
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
    isUp: () => isUp,
    onTurn: (listener) => void listeners.push(listener),
    async restart(mode, downMs) {
      turn(false);
      await server.stop(mode);
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await server.start();
      turn(true);
    },
    close: server.close,
  };
}
