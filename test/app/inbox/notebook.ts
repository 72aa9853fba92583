import type { InboxEntry } from '../../../src/ports.ts';

/** Notes what is processed in which order, and how many at once. */
export function notebook(work: (entry: InboxEntry) => Promise<void> = async () => undefined) {
  const bySubject = new Map<string, string[]>();
  let running = 0;
  const book = {
    most: 0,
    of: (subject: string) => bySubject.get(subject) ?? [],
    count: () => [...bySubject.values()].reduce((sum, keys) => sum + keys.length, 0),
    async process(entry: InboxEntry) {
      running += 1;
      book.most = Math.max(book.most, running);
      try {
        await work(entry);
        bySubject.set(entry.subject, [...book.of(entry.subject), entry.key]);
      } finally {
        running -= 1;
      }
    },
  };
  return book;
}
