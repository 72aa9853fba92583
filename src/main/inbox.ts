import { createEventHandler, createPersonHandler } from '../../handlers/slack/requests.ts';
import { renderDoneDialog, renderWorkingDialog } from '../../messages/late-dialog.ts';
import { createSlackReceiver, type Slack, type SlackReceiver } from '../adapters/slack/index.ts';
import type { Answers } from '../app/answers.ts';
import { createInbox, type Inbox } from '../app/inbox.ts';
import type { Config } from '../config/schema.ts';
import type { Clock, Ids, Log, Store } from '../ports.ts';

interface Parts {
  readonly store: Store;
  readonly slack: Slack;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The inbox and what fills it from Slack. Listeners are registered, and other sources handled, before its start. */
export function composeInbox(config: Config, parts: Parts): { inbox: Inbox; receiver: SlackReceiver } {
  const { store, slack, answers, clock, ids, log } = parts;
  const inbox = createInbox({ store, clock, log, replica: ids.next(), settings: config.inbox });
  const receiver = createSlackReceiver({
    signingSecret: config.slack.signingSecret,
    clock,
    receive: inbox.receive,
    chat: slack.chat,
    lateViews: { working: renderWorkingDialog(), done: renderDoneDialog() },
    log,
  });
  const { dispatch } = receiver;
  const person = createPersonHandler({ dispatch, store, answers, clock });
  inbox.handle('slack-event', createEventHandler({ dispatch }));
  inbox.handle('slack-interaction', person);
  inbox.handle('slack-command', person);
  return { inbox, receiver };
}
