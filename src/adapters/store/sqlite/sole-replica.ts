import { existsSync, realpathSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../errors.ts';
import type { Nudge, Replica } from '../../../ports/replica.ts';
import type { Log } from '../../../ports.ts';
import { explainOpenFailure } from './open-database.ts';
import { createSoleLeadership } from './sole-leadership.ts';

interface SoleReplicaOptions {
  /** The store's; the lock is a file beside it. */
  readonly path: string;
  /** Names this process to whoever comes second: `web-1/4711`. */
  readonly holder: string;
  readonly log: Log;
}

/**
 * The only replica on a SQLite file. The lock is an open transaction on a file beside the store, so that the operating
 * system gives it up with the process, however that ends. Throws a UserError that names the one who holds it.
 */
export function createSoleReplica({ path, holder, log }: SoleReplicaOptions): Replica {
  const lock = path === ':memory:' ? undefined : takeLock(`${fileItself(path)}-replica`, path, holder);
  const leadership = createSoleLeadership(log);
  const listeners: ((nudge: Nudge) => void)[] = [];

  return {
    lead: leadership.lead,
    nudge(nudge) {
      for (const listen of listeners) listen(nudge);
    },
    onNudge: (listener) => void listeners.push(listener),
    status: () => ({ isReady: true, because: '', leads: leadership.leads(), replicas: 1 }),
    async close() {
      await leadership.resignAll();
      lock?.close();
    },
  };
}

/** Where the file is whatever links lead there: SQLite follows them, too. */
function fileItself(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function takeLock(lockPath: string, path: string, holder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockPath, { timeout: 0 });
    writeName(lock, holder);
    return lock;
  } catch (error) {
    const other = lock && nameIn(lock);
    lock?.close();
    if (!isLocked(error)) throw explainOpenFailure(error, path);
    const message = `Another Shipmate${other === undefined ? '' : ` (${other})`} runs on the store ${path}. SQLite is for one replica: stop the other one first, or give both one PostgreSQL (store.url).`;
    throw new UserError('second_replica', message, { cause: error });
  }
}

/** Ends in an open transaction, which lets others read the name and not write theirs. */
function writeName(lock: DatabaseSync, holder: string): void {
  do {
    lock.exec('begin immediate; create table if not exists holder (name text not null); delete from holder');
    lock.prepare('insert into holder values (?)').run(holder);
    lock.exec('commit; begin immediate');
    // Somebody else may have come in between, and then waits for nothing: its own second try is refused.
  } while (nameIn(lock) !== holder);
}

function nameIn(lock: DatabaseSync): string | undefined {
  try {
    const name = lock.prepare('select name from holder').get()?.['name'];
    return typeof name === 'string' ? name : undefined;
  } catch {
    // The other one has not written it yet.
    return undefined;
  }
}

/** https://www.sqlite.org/rescode.html#busy and #locked, with their details. */
function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return code === 5 || code === 6;
}
