import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rollBackAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRollbackModal } from '../../messages/rollback/modal.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Offer, Press, RollBack } from '../../src/app/rollback/roll-back.ts';
import type { Chat, Clock, Log } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { errorRefusal } from '../slack/error-refusal.ts';

export interface RollBackHandlerOptions {
  readonly rollBack: Pick<RollBack, 'prepare'>;
  readonly chat: Pick<Chat, 'openView' | 'updateView'>;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly log: Log;
}

/** Someone pressed "Roll back to …" on a card: show what would be done, or why not. Never silence. */
export function registerRollBack(
  app: App,
  { rollBack, chat, answers, clock, log }: RollBackHandlerOptions,
): void {
  app.action<BlockAction<ButtonAction>>(rollBackAction, async ({ ack, action, body, context }) => {
    await ack();
    const channel = body.channel?.id;
    const user = body.user.id;
    const offer = await prepareSafely({ offerId: action.value ?? '', userId: user }, { rollBack, log });
    if (offer.kind === 'offered') {
      const where = channel === undefined ? {} : { channel };
      const view = renderRollbackModal({ ...offer, ...where, now: clock.now() });
      await chat.openView({ triggerId: body.trigger_id, view });
      return;
    }
    if (channel === undefined) return;
    const message = renderRefusal(offer.refusal);
    const answer = { channel, user, responseUrl: body.response_url, message };
    await answers.tell(answer, errandOf(context)?.settle);
  });
}

/** The offer; a failure of ours is a refusal, too. */
export async function prepareSafely(
  press: Press,
  { rollBack, log }: Pick<RollBackHandlerOptions, 'rollBack' | 'log'>,
): Promise<Offer> {
  try {
    return await rollBack.prepare(press);
  } catch (error) {
    const what = 'a press of a rollback button could not be answered';
    return errorRefusal(error, { log, userId: press.userId, what });
  }
}
