import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rollBackAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRollbackModal } from '../../messages/rollback-modal.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Offer, RollBack } from '../../src/app/roll-back.ts';
import type { Chat, Log } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';

export interface RollBackHandlerOptions {
  readonly rollBack: RollBack;
  readonly chat: Pick<Chat, 'openView'>;
  readonly answers: Answers;
  readonly log: Log;
}

/** Someone pressed "Roll back to …" on a card: show what would be done, or why not. Never silence. */
export function registerRollBack(app: App, { rollBack, chat, answers, log }: RollBackHandlerOptions): void {
  app.action<BlockAction<ButtonAction>>(rollBackAction, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const offer = await prepare(action.value ?? '', body.user.id);
    if (offer.kind === 'offered') {
      const view = renderRollbackModal(offer.offered, channel);
      await chat.openView({ triggerId: body.trigger_id, view });
      return;
    }
    if (channel === undefined) return;
    await answers.tell({ channel, user: body.user.id, message: renderRefusal(offer.refusal) });
  });

  async function prepare(offerId: string, userId: string): Promise<Offer> {
    try {
      return await rollBack.prepare({ offerId, userId });
    } catch (error) {
      const reference = createReference();
      log.error({ err: error, reference, userId }, 'a press of a rollback button could not be answered');
      return { kind: 'refused', refusal: { kind: 'error', reference } };
    }
  }
}
