import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store, StoreSession } from '../../ports.ts';
import { runHomes } from './homes.ts';
import { createInboxVerbs } from './inbox-verbs.ts';
import { runLocks } from './locks.ts';
import { runQuiet } from './quiet.ts';
import type { Run, Runner } from './runner.ts';

interface Scope {
  session: StoreSession | undefined;
  readonly joined: Set<Promise<unknown>>;
}

/**
 * Whoever asks the store itself while inside a transaction joins it, and the transaction ends after them. On a
 * connection of its own such a call would wait for ever for that transaction to end, or not see what it wrote.
 */
export function createStore(runner: Runner): Store {
  const current = new AsyncLocalStorage<Scope>();

  async function transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
    const open = current.getStore();
    if (open?.session !== undefined) return join(open.joined, work(open.session));
    return runner.transaction(async (session) => {
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

  async function read<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
    const open = current.getStore()?.session;
    return open === undefined ? await runner.read(work) : await work(open);
  }

  return {
    ...createVerbs(read, transaction),
    transaction,
    compact: () => runner.compact(),
    size: () => runner.size(),
    close: () => runner.close(),
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

/** Every write is a transaction, also of one statement: so none comes between what another reads and writes. */
function createVerbs(read: Run, write: Run): StoreSession {
  return {
    card: (id) => read((session) => session.card(id)),
    saveCard: (card, index) => write((session) => session.saveCard(card, index)),
    cardByBuild: (build) => read((session) => session.cardByBuild(build)),
    cardByOffer: (offerId) => read((session) => session.cardByOffer(offerId)),
    cardsFollowing: (workload) => read((session) => session.cardsFollowing(workload)),
    followedCards: () => read((session) => session.followedCards()),
    recentCards: (service, openedSince) => read((session) => session.recentCards(service, openedSince)),
    cardsDue: (now) => read((session) => session.cardsDue(now)),
    workload: (key) => read((session) => session.workload(key)),
    saveWorkload: (record) => write((session) => session.saveWorkload(record)),
    deleteWorkload: (key) => write((session) => session.deleteWorkload(key)),
    workloadKeys: (cluster) => read((session) => session.workloadKeys(cluster)),
    sightings: () => read((session) => session.sightings()),
    saveSighting: (cluster, seenUntil) => write((session) => session.saveSighting(cluster, seenUntil)),
    workloadState: (key) => read((session) => session.workloadState(key)),
    revisions: (workload) => read((session) => session.revisions(workload)),
    saveRevision: (record) => write((session) => session.saveRevision(record)),
    message: (subject, slot) => read((session) => session.message(subject, slot)),
    markDirty: (request) => write((session) => session.markDirty(request)),
    saveMessage: (record) => write((session) => session.saveMessage(record)),
    forgetMessage: (subject, slot) => write((session) => session.forgetMessage(subject, slot)),
    dirtyMessages: (limit) => read((session) => session.dirtyMessages(limit)),
    saveAttachment: (attachment) => write((session) => session.saveAttachment(attachment)),
    attachment: (cardId, slot) => read((session) => session.attachment(cardId, slot)),
    saveAnswer: (answer) => write((session) => session.saveAnswer(answer)),
    answer: (id) => read((session) => session.answer(id)),
    forgetAnswer: (id) => write((session) => session.forgetAnswer(id)),
    inbox: createInboxVerbs(read, write),
    appendHistory: (entry) => write((session) => session.appendHistory(entry)),
    history: (service, limit) => read((session) => session.history(service, limit)),
    quiet: runQuiet(read, write),
    locks: runLocks(read, write),
    homes: runHomes(read, write),
    appendAudit: (entry) => write((session) => session.appendAudit(entry)),
    auditRecords: (request) => read((session) => session.auditRecords(request)),
    term: (key) => read((session) => session.term(key)),
    prune: (kind, request) => write((session) => session.prune(kind, request)),
    seeWorkloads: (keys, at) => write((session) => session.seeWorkloads(keys, at)),
    monthlyHistory: (service) => read((session) => session.monthlyHistory(service)),
  };
}
