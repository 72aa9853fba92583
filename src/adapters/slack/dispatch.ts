import type { App } from '@slack/bolt';
import type { Errand, InboxEntry, Log, Settle } from '../../ports.ts';
import type { Answer, Answers } from './answers.ts';
import type { AnswerLate } from './late-answer.ts';
import { type SlackBody, storedBody } from './request-body.ts';

/** Runs the listeners of a stored request. Rejects with what a listener threw. */
export type Dispatch = (entry: InboxEntry, settle: Settle) => Promise<void>;

export interface DispatchOptions {
  readonly app: App;
  readonly answers: Answers;
  readonly answerLate: AnswerLate;
  readonly log: Log;
}

export function createDispatch({ app, answers, answerLate, log }: DispatchOptions): Dispatch {
  async function acknowledge(key: string, body: SlackBody, answer: Answer): Promise<void> {
    if (answers.give(key, answer)) return;
    // A listener that failed for this would be run again, and its effect stands already.
    await answerLate(body, answer).catch((error: unknown) => {
      log.warn({ err: error, key }, 'a late answer could not be shown');
    });
  }

  return async ({ key, body: text, receivedAt }, settle) => {
    const body = storedBody(text);
    const errand: Errand = { receivedAt, settle };
    await app.processEvent({
      body: { ...body },
      ack: once((answer) => acknowledge(key, body, answer)),
      customProperties: { errand },
    });
    answers.end(key);
  };
}

/** As Bolt's own: the second acknowledgement is a defect of its listener. */
export function once(answer: (content: Answer) => Promise<void>): (content?: Answer) => Promise<void> {
  let isAcknowledged = false;
  return async (content) => {
    if (isAcknowledged) throw new Error('A request of Slack is acknowledged twice by its listeners.');
    isAcknowledged = true;
    await answer(content);
  };
}
