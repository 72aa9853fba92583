import { onTestFinished } from 'vitest';
import { createEventHandler, createPersonHandler } from '../../../handlers/slack/requests.ts';
import { createSlackReceiver, type SlackReceiver } from '../../../src/adapters/slack/index.ts';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { Answers } from '../../../src/app/answers.ts';
import { createInbox, type Inbox, type InboxOptions } from '../../../src/app/inbox.ts';
import type { Clock, Store } from '../../../src/ports.ts';
import { createRecordingLog } from './recording-log.ts';

export interface OpenReceiver {
  readonly receiver: SlackReceiver;
  readonly inbox: Inbox;
  readonly store: Store;
  readonly log: ReturnType<typeof createRecordingLog>;
  /** What was shown to people otherwise than in the answer to a request: the call, and what it was given. */
  readonly shown: { readonly how: string; readonly what: object }[];
}

export interface OpenReceiverOptions {
  readonly signingSecret: string;
  readonly clock?: Clock;
  readonly store?: Store;
  readonly replica?: string;
  readonly timing?: InboxOptions['timing'];
  readonly answerWithinMs?: number;
  /** Fails the next calls to Slack, in order. */
  readonly failures?: Error[];
}

export const workingView = { type: 'modal', title: { type: 'plain_text', text: 'Still at it' }, blocks: [] };
export const doneView = { type: 'modal', title: { type: 'plain_text', text: 'Done' }, blocks: [] };

/** The receiver with its inbox and store, as the bot has them, and Slack as a list of what it was asked to show. */
export async function openReceiver(options: OpenReceiverOptions): Promise<OpenReceiver> {
  const { signingSecret, clock = { now: () => Date.now() }, replica = 'one', timing = {} } = options;
  const log = createRecordingLog();
  const store = options.store ?? (await openStore({ path: ':memory:', clock }));
  if (options.store === undefined) onTestFinished(() => store.close());
  const inbox = createInbox({
    store,
    clock,
    log,
    replica,
    settings: { attempts: 5, keepDoneMs: 86_400_000, keepDeadMs: 86_400_000 },
    timing: { pollMs: 5, firstRetryMs: 5, maxRetryMs: 20, ...timing },
  });
  const shown: { how: string; what: object }[] = [];
  const show = (how: string) => async (what: object) => {
    const failure = options.failures?.shift();
    if (failure !== undefined) throw failure;
    shown.push({ how, what });
  };
  const chat = { respond: show('respond'), updateView: show('updateView') };
  const answers: Pick<Answers, 'tell'> = {
    tell: (answer, settle) =>
      store.transaction(async (session) => {
        await settle?.(session);
        shown.push({ how: 'answer', what: answer });
      }),
  };
  const receiver = createSlackReceiver({
    signingSecret,
    clock,
    log,
    chat,
    receive: inbox.receive,
    lateViews: { working: workingView, done: doneView },
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
  });
  const { dispatch } = receiver;
  inbox.handle('slack-event', createEventHandler({ dispatch }));
  const person = createPersonHandler({ dispatch, store, answers, clock });
  inbox.handle('slack-interaction', person);
  inbox.handle('slack-command', person);
  return { receiver, inbox, store, log, shown };
}
