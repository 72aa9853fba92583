import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rollBackAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRollbackModal } from '../../messages/rollback/modal.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Offer, Press, RollBack } from '../../src/app/rollback/roll-back.ts';
import type { Chat, Clock, Log } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';

export interface RollBackHandlerOptions {
  readonly rollBack: Pick<RollBack, 'prepare'>;
  readonly chat: Pick<Chat, 'openView'>;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly log: Log;
}

/** Someone pressed "Roll back to …" on a card: show what would be done, or why not. Never silence. */
export function registerRollBack(
  app: App,
  { rollBack, chat, answers, clock, log }: RollBackHandlerOptions,
): void {
  app.action<BlockAction<ButtonAction>>(rollBackAction, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const offer = await prepareSafely({ offerId: action.value ?? '', userId: body.user.id }, rollBack, log);
    if (offer.kind === 'offered') {
      const where = channel === undefined ? {} : { channel };
      const view = renderRollbackModal({ ...offer, ...where, now: clock.now() });
      await chat.openView({ triggerId: body.trigger_id, view });
      return;
    }
    if (channel === undefined) return;
    await answers.tell({
      channel,
      user: body.user.id,
      responseUrl: body.response_url,
      message: renderRefusal(offer.refusal),
    });
  });
}

/** The offer; a failure of ours is a refusal with a reference, because nobody should be left without an answer. */
export async function prepareSafely(
  press: Press,
  rollBack: Pick<RollBack, 'prepare'>,
  log: Log,
): Promise<Offer> {
  try {
    return await rollBack.prepare(press);
  } catch (error) {
    const reference = createReference();
    log.error(
      { err: error, reference, userId: press.userId },
      'a press of a rollback button could not be answered',
    );
    return { kind: 'refused', refusal: { kind: 'error', reference } };
  }
}
