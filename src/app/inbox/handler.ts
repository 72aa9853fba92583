import type { InboxEntry, Settle } from '../../ports.ts';

/** What is to be said of what was done, besides that it was. */
export type Said = Readonly<Record<string, string>>;

/** Whoever processes what comes from one source. */
export interface InboxHandler {
  /**
   * May be called again for the same entry, after a failure or a crash. An effect in the store is settled in its own
   * transaction, which makes it happen once; what nobody settled is done when this resolves. A UserError ends the entry,
   * because the answer is no; a PermanentError makes it dead at once; everything else is tried again. What is answered is
   * heard by whoever brought the entry, if they still wait.
   */
  process(entry: InboxEntry, settle: Settle, answer: (said: Said) => void): Promise<void>;
  /** The entry is dead: nobody tries it again but an operator. `reference` is in the log. */
  onDead?(entry: InboxEntry, reference: string): Promise<void>;
  /** How often an entry is tried, if not as often as the configuration says. */
  readonly attempts?: number;
}
