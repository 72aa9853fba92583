import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../errors.ts';

// https://www.sqlite.org/rescode.html; the low byte is the kind, the rest its detail.
const sqliteBusy = 5;
const sqliteReadOnly = 8;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteNotADatabase = 26;

/** A second or two. */
const mostBytesAnew = 256 * 1024 * 1024;

/**
 * Opens or creates the file (`:memory:` for none). What was committed survives a power cut: WAL with
 * synchronous=FULL. Throws SQLite's own errors; `explainOpenFailure` puts them into words.
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
  try {
    // The first decides how a new file is laid out, and is asked for before anything is in it.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    const [check] = database.prepare('PRAGMA quick_check(1)').all();
    const verdict = check?.['quick_check'];
    if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { errcode: sqliteCorrupt });
    layOutAnew(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A file of an earlier version cannot give back what it frees; it is written anew, once, unless that takes long. */
function layOutAnew(database: DatabaseSync): void {
  const numberOf = (pragma: string) => Number(Object.values(database.prepare(pragma).get() ?? {})[0]);
  const isLaidOut = numberOf('PRAGMA auto_vacuum') !== 0;
  const bytes = numberOf('PRAGMA page_count') * numberOf('PRAGMA page_size');
  if (!isLaidOut && bytes <= mostBytesAnew) database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
}

/** A UserError that names the path and what to do; errors that are not SQLite's are returned as they are. */
export function explainOpenFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const advice = openAdvice(error.errcode & 0xff);
  return new UserError('store_unusable', `The store ${path} cannot be used: ${advice}`, { cause: error });
}

function openAdvice(kind: number): string {
  switch (kind) {
    case sqliteCannotOpen:
      return 'it cannot be opened. Check that its folder exists and that Shipmate may read and write there.';
    case sqliteReadOnly:
      return 'it is read-only. Give Shipmate write permission to the file and its folder, or set another path.';
    case sqliteNotADatabase:
      return 'it is not a SQLite database. Set another path, or move the file away to start with an empty store.';
    case sqliteCorrupt:
      return 'it is damaged. Restore it from a backup, or move it away to start with an empty store.';
    case sqliteBusy:
      return 'another process keeps it locked. Is a second Shipmate running on it? Stop one of them.';
    case sqliteFull:
      return 'the disk is full. Free some space and start again.';
    default:
      return `SQLite reports error ${kind}. Check the disk and the file's permissions.`;
  }
}
