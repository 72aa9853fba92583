import type { InboxStore } from '../../ports.ts';
import type { Run } from './runner.ts';

/** The inbox as the store itself offers it: every write is a transaction, or joins the one that is open. */
export function createInboxVerbs(read: Run, write: Run): InboxStore {
  return {
    receive: (arrival, claim) => write(({ inbox }) => inbox.receive(arrival, claim)),
    take: (subject, claim) => write(({ inbox }) => inbox.take(subject, claim)),
    hold: (keys, claim) => write(({ inbox }) => inbox.hold(keys, claim)),
    conclude: (attempt, conclusion) => write(({ inbox }) => inbox.conclude(attempt, conclusion)),
    release: (by) => write(({ inbox }) => inbox.release(by)),
    dueSubjects: (claim, limit) => read(({ inbox }) => inbox.dueSubjects(claim, limit)),
    isWaiting: (subject) => read(({ inbox }) => inbox.isWaiting(subject)),
    depth: () => read(({ inbox }) => inbox.depth()),
    record: (key) => read(({ inbox }) => inbox.record(key)),
    records: (status, limit) => read(({ inbox }) => inbox.records(status, limit)),
    revive: (request) => write(({ inbox }) => inbox.revive(request)),
    forget: (ended) => write(({ inbox }) => inbox.forget(ended)),
  };
}
