import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely } from 'kysely';
import type { Clock, Store, StoreSession } from '../../ports.ts';
import { createInboxVerbs } from './inbox-verbs.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { StoreSchema } from './schema.ts';
import { createSession } from './session.ts';
import { createSqliteDialect, sqliteEngine } from './sqlite/dialect.ts';
import { toKyselyDatabase } from './sqlite/node-database.ts';
import { explainOpenFailure, openDatabase } from './sqlite/open-database.ts';

/**
 * Opens the SQLite file at `path` (or `:memory:`) and brings it up to date. A file that cannot be used ends in a
 * UserError that names it and says what to do.
 */
export async function openStore({ path, clock }: { path: string; clock: Clock }): Promise<Store> {
  try {
    const database = new Kysely<StoreSchema>({
      dialect: createSqliteDialect(toKyselyDatabase(openDatabase(path))),
    });
    try {
      await migrate({ database, migrations, engine: sqliteEngine, clock });
    } catch (error) {
      await database.destroy();
      throw error;
    }
    return createStore(database);
  } catch (error) {
    throw explainOpenFailure(error, path);
  }
}

interface Scope {
  session: StoreSession | undefined;
  readonly joined: Set<Promise<unknown>>;
}

/**
 * There is one connection, so whoever asks the store itself while inside a transaction would wait for ever for that
 * transaction to end. Such calls join the transaction instead, which ends after them.
 */
function createStore(database: Kysely<StoreSchema>): Store {
  const current = new AsyncLocalStorage<Scope>();
  const own = createSession(database);

  async function transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
    const open = current.getStore();
    if (open?.session !== undefined) return join(open.joined, work(open.session));
    return database.transaction().execute(async (connection) => {
      const session = createSession(connection);
      const scope: Scope = { session, joined: new Set() };
      try {
        return await current.run(scope, () => work(session));
      } finally {
        while (scope.joined.size > 0) await Promise.allSettled(scope.joined);
        // Work that begins after its transaction, such as a timer set in it, goes to the store itself.
        scope.session = undefined;
      }
    });
  }

  const session = () => current.getStore()?.session ?? own;
  return {
    ...joining(session),
    saveCard: (card, index) => transaction((open) => open.saveCard(card, index)),
    markDirty: (request) => transaction((open) => open.markDirty(request)),
    inbox: createInboxVerbs((work) => work(session()), transaction),
    transaction,
    close: () => database.destroy(),
  };
}

async function join<T>(joined: Set<Promise<unknown>>, work: Promise<T>): Promise<T> {
  joined.add(work);
  try {
    return await work;
  } finally {
    joined.delete(work);
  }
}

function joining(session: () => StoreSession): Omit<StoreSession, 'inbox'> {
  return {
    card: (id) => session().card(id),
    saveCard: (card, index) => session().saveCard(card, index),
    cardByBuild: (build) => session().cardByBuild(build),
    cardByOffer: (offerId) => session().cardByOffer(offerId),
    cardsFollowing: (workload) => session().cardsFollowing(workload),
    followedCards: () => session().followedCards(),
    recentCards: (service, openedSince) => session().recentCards(service, openedSince),
    cardsDue: (now) => session().cardsDue(now),
    workload: (key) => session().workload(key),
    saveWorkload: (record) => session().saveWorkload(record),
    deleteWorkload: (key) => session().deleteWorkload(key),
    revisions: (workload) => session().revisions(workload),
    saveRevision: (record) => session().saveRevision(record),
    message: (cardId, slot) => session().message(cardId, slot),
    markDirty: (request) => session().markDirty(request),
    saveMessage: (record) => session().saveMessage(record),
    dirtyMessages: (limit) => session().dirtyMessages(limit),
    appendHistory: (entry) => session().appendHistory(entry),
    history: (service, limit) => session().history(service, limit),
  };
}
