import type { Housekeeping } from '../../ports/housekeeping.ts';
import type { StoreSession } from '../../ports.ts';

/** How an engine carries out what is asked of the store. Its errors are those of `errors.ts`, or defects. */
export interface Runner extends Housekeeping {
  /** One statement that only reads. */
  read<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  /** All that `work` asks of the session is one. An engine may run `work` again from its beginning. */
  transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Asks a session of the store. */
export type Run = <T>(work: (session: StoreSession) => Promise<T>) => Promise<T>;
