/** One statement after the other, on the connection that holds the locks. */
export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<readonly Row[]>;

/** The channel that all replicas listen on, and the name by which their connections are counted. */
export const channel = 'shipmate';
export const applicationName = 'shipmate replica';

const lockOf = (parameter: string) =>
  `hashtextextended('shipmate leader ' || current_schema() || ' ' || ${parameter}, 0)`;

/** Which of the keys nobody held; they are ours now, until the connection ends. */
export async function tryLocks(query: Query, keys: readonly string[]): Promise<readonly string[]> {
  const rows = await query<{ key: string; locked: boolean }>(
    `select key, pg_try_advisory_lock(${lockOf('key')}) as locked from unnest($1::text[]) as key`,
    [keys],
  );
  return rows.filter(({ locked }) => locked).map(({ key }) => key);
}

export interface Term {
  readonly number: number;
  readonly isOrderly: boolean;
}

/** To be called by whoever has just got the lock. Nobody before the first: so nothing of anybody is under way. */
export async function beginTerm(query: Query, key: string, holder: string): Promise<Term> {
  const rows = await query<{ term: number; was_orderly: number }>(
    `with before as (select is_orderly from leaders where key = $1)
     insert into leaders (key, term, holder, is_orderly) values ($1, 1, $2, 0)
     on conflict (key) do update set term = leaders.term + 1, holder = excluded.holder, is_orderly = 0
     returning term, coalesce((select is_orderly from before), 1) as was_orderly`,
    [key, holder],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL answered an insertion with no row');
  return { number: row.term, isOrderly: row.was_orderly === 1 };
}

/** Lets another replica go on, which has nothing to wait for. */
export async function endTerm(query: Query, key: string, term: number): Promise<void> {
  await query('update leaders set is_orderly = 1 where key = $1 and term = $2', [key, term]);
  await letGo(query, key);
}

/** Lets another replica go on, and tells it so. Something of this one may still be under way. */
export async function letGo(query: Query, key: string): Promise<void> {
  await query(`select pg_advisory_unlock(${lockOf('$1::text')})`, [key]);
  await notify(query, 'free');
}

export async function notify(query: Query, payload: string): Promise<void> {
  await query('select pg_notify($1, $2)', [channel, payload]);
}

/** A sign of life in both directions; answers how many replicas there are. */
export async function countReplicas(query: Query): Promise<number> {
  const rows = await query<{ replicas: number }>(
    `select count(*) as replicas from pg_stat_activity
     where application_name = $1 and datname = current_database()`,
    [applicationName],
  );
  return rows[0]?.replicas ?? 1;
}
