import type { InboxHandler } from '../../src/app/inbox/handler.ts';
import { PermanentError } from '../../src/errors.ts';
import type { Clock, InboxEntry, Settle, Store } from '../../src/ports.ts';
import { createTell, type TellOptions } from './tell.ts';

export interface SlackRequestOptions extends TellOptions {
  /** Runs the listeners; rejects with what one of them threw. */
  readonly dispatch: (entry: InboxEntry, settle: Settle) => Promise<void>;
  readonly store: Pick<Store, 'transaction'>;
  readonly clock: Clock;
}

/** What a person asked for longer ago is not done without asking them again. */
const freshMinutes = 5;
/** A person waits for it: better an answer that it did not work than a late surprise. */
const attempts = 3;

/** Events of a channel or the workspace: processed however late. */
export function createEventHandler({ dispatch }: Pick<SlackRequestOptions, 'dispatch'>): InboxHandler {
  return { process: dispatch };
}

/** Commands, presses and submissions, behind which somebody waits: never silence, and nothing behind their back. */
export function createPersonHandler(options: SlackRequestOptions): InboxHandler {
  const { dispatch, store, clock } = options;
  const startedAt = clock.now();
  const tell = createTell(options);

  async function process(entry: InboxEntry, settle: Settle): Promise<void> {
    if (clock.now() - entry.receivedAt > freshMinutes * 60_000) {
      await store.transaction(settle);
      await tell(entry, { kind: 'too-old', minutes: freshMinutes });
      return;
    }
    try {
      await dispatch(entry, settle);
    } catch (error) {
      if (!isTriggerError(error)) throw error;
      // Settled first: what may be said twice or not at all is here better not said.
      await store.transaction(settle);
      // It was used for this very request, by an attempt whose end nobody noted: the dialog is open.
      if (error.code === 'exchanged_trigger_id') return;
      await tell(entry, { kind: entry.receivedAt < startedAt ? 'restarting' : 'too-slow' });
    }
  }

  return {
    process,
    attempts,
    onDead: (entry, reference) => tell(entry, { kind: 'error', reference }),
  };
}

/** https://docs.slack.dev/reference/methods/views.open: a trigger lives for three seconds, and for one dialog. */
function isTriggerError(error: unknown): error is PermanentError {
  const codes = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'];
  return error instanceof PermanentError && codes.includes(error.code);
}
