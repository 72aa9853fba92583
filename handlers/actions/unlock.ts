import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import { unlockAction } from '../../messages/kit/action-id.ts';
import { renderLockAnswer } from '../../messages/lock.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Locks } from '../../src/app/locks/locks.ts';
import type { Log, Message } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { referenceOf } from '../slack/error-refusal.ts';

export interface UnlockHandlerOptions {
  readonly locks: Pick<Locks, 'unlockOffer'>;
  readonly answers: Answers;
  readonly log: Log;
}

/** Somebody lets automatic releases go on after a rollback. The card says so to everyone; a refusal is told to them. */
export function registerUnlock(app: App, { locks, answers, log }: UnlockHandlerOptions): void {
  app.action<BlockAction<ButtonAction>>(unlockAction, async ({ ack, action, body, context }) => {
    await ack();
    const { id: user } = body.user;
    const message = await answerTo(action.value ?? '', user);
    const channel = body.channel?.id;
    if (message === undefined || channel === undefined) return;
    const answer = { channel, user, responseUrl: body.response_url, message };
    await answers.tell(answer, errandOf(context)?.settle);
  });

  async function answerTo(offerId: string, userId: string): Promise<Message | undefined> {
    try {
      const answer = await locks.unlockOffer({ offerId, userId });
      return answer.kind === 'unlocked' ? undefined : renderLockAnswer(answer);
    } catch (error) {
      const what = 'an unlock could not be carried out';
      return renderCommandFailure(referenceOf(error, { log, userId, what }));
    }
  }
}
