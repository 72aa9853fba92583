import { setTimeout as wait } from 'node:timers/promises';
import { renderUnanswered, type Unanswered } from '../../messages/unanswered.ts';
import { TransientError } from '../../src/errors.ts';
import type { Chat, InboxEntry, Log, Replies } from '../../src/ports.ts';
import { type Request, readRequest } from './asked.ts';

const attempts = 3;
const pauseMs = 500;

export interface TellOptions {
  readonly chat: Chat;
  readonly replies: Replies;
  readonly log: Log;
}

/**
 * Tells the person who sent a request why nothing came of it: where they sent it from, and only them; else in a direct
 * message. Not repeated when Slack may have shown it. Never rejects.
 */
export function createTell({ chat, replies, log }: TellOptions) {
  async function tell(entry: InboxEntry, because: Unanswered): Promise<void> {
    try {
      const request = readRequest(entry.body);
      for (let attempt = 1; !(await isTold(request, entry.key, because, attempt)); attempt += 1) {
        await wait(pauseMs * attempt);
      }
    } catch (error) {
      log.error(
        { err: error, key: entry.key, because: because.kind },
        'a person could not be told that nothing came of a request',
      );
    }
  }

  /** False when it is worth another attempt. */
  async function isTold(
    request: Request,
    key: string,
    because: Unanswered,
    attempt: number,
  ): Promise<boolean> {
    try {
      await say(request, key, because);
      return true;
    } catch (error) {
      const isUnsent = error instanceof TransientError && error.outcome === 'not-done';
      if (!isUnsent || attempt === attempts) throw error;
      return false;
    }
  }

  async function say({ asked, userId, channel, responseUrl }: Request, key: string, because: Unanswered) {
    const message = renderUnanswered(asked, because);
    if (responseUrl !== undefined) await replies.respond({ responseUrl, message });
    else if (channel !== undefined) await chat.postEphemeral({ channel, user: userId, message });
    else await chat.post({ channel: userId, message, key: `${key}/unanswered` });
  }

  return tell;
}
