import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import { unlockAction } from '../../messages/kit/action-id.ts';
import { renderLockAnswer } from '../../messages/lock.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Locks } from '../../src/app/locks/locks.ts';
import type { Log } from '../../src/ports.ts';
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
    const { id: userId } = body.user;
    const channel = body.channel?.id ?? userId;
    const offerId = action.value ?? '';
    const what = 'an unlock could not be carried out';
    await answers.carryOut({
      to: { channel, user: userId, responseUrl: body.response_url },
      settle: errandOf(context)?.settle,
      deed: async (conclude) =>
        renderLockAnswer(
          await locks.unlockOffer({ offerId, userId, conclude: (session) => conclude(session) }),
        ),
      sorry: (error) => renderCommandFailure(referenceOf(error, { log, userId, what })),
    });
  });
}
