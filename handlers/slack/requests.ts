import { renderUnanswered, type Unanswered } from '../../messages/unanswered.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { InboxHandler } from '../../src/app/inbox/handler.ts';
import { PermanentError } from '../../src/errors.ts';
import type { Clock, InboxEntry, Settle, Store } from '../../src/ports.ts';
import { readRequest } from './asked.ts';

export interface SlackRequestOptions {
  /** Runs the listeners; rejects with what one of them threw. */
  readonly dispatch: (entry: InboxEntry, settle: Settle) => Promise<void>;
  readonly store: Pick<Store, 'transaction'>;
  readonly answers: Pick<Answers, 'tell'>;
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
  const { dispatch, store, answers, clock } = options;
  const startedAt = clock.now();

  async function process(entry: InboxEntry, settle: Settle): Promise<void> {
    if (clock.now() - entry.receivedAt > freshMinutes * 60_000) {
      await tell(entry, { kind: 'too-old', minutes: freshMinutes }, settle);
      return;
    }
    try {
      await dispatch(entry, settle);
    } catch (error) {
      if (!isTriggerError(error)) throw error;
      // It was used for this very request, by an attempt whose end nobody noted: the dialog is open.
      if (error.code === 'exchanged_trigger_id') await store.transaction(settle);
      else await tell(entry, { kind: entry.receivedAt < startedAt ? 'restarting' : 'too-slow' }, settle);
    }
  }

  /** Where they asked, and only them; from a dialog, in a direct message. Stored with the mark that it is done. */
  async function tell(entry: InboxEntry, because: Unanswered, settle?: Settle): Promise<void> {
    const { asked, userId, channel, responseUrl } = readRequest(entry.body);
    const message = renderUnanswered(asked, because);
    const way = responseUrl === undefined ? {} : { responseUrl };
    await answers.tell({ channel: channel ?? userId, user: userId, ...way, message }, settle);
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
