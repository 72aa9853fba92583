import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rollBackAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRollbackModal } from '../../messages/rollback-modal.ts';
import type { Offer, RollBack } from '../../src/app/roll-back.ts';
import { TransientError } from '../../src/errors.ts';
import type { Chat, Log, Settle } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';
import { errandOf } from '../slack/errand.ts';

export interface RollBackHandlerOptions {
  readonly rollBack: RollBack;
  readonly chat: Chat;
  readonly log: Log;
}

/** Someone pressed "Roll back to …" on a card: show what would be done, or why not. Never silence. */
export function registerRollBack(app: App, { rollBack, chat, log }: RollBackHandlerOptions): void {
  app.action<BlockAction<ButtonAction>>(rollBackAction, async ({ ack, action, body, context }) => {
    await ack();
    const channel = body.channel?.id;
    const offer = await prepare(action.value ?? '', body.user.id, errandOf(context)?.settle);
    if (offer.kind === 'offered') {
      const view = renderRollbackModal(offer.offered, channel);
      await chat.openView({ triggerId: body.trigger_id, view });
      return;
    }
    if (channel === undefined) return;
    await chat.postEphemeral({ channel, user: body.user.id, message: renderRefusal(offer.refusal) });
  });

  async function prepare(offerId: string, userId: string, settle: Settle | undefined): Promise<Offer> {
    try {
      return await rollBack.prepare({ offerId, userId }, settle);
    } catch (error) {
      if (error instanceof TransientError) throw error;
      const reference = createReference();
      log.error({ err: error, reference, userId }, 'a press of a rollback button could not be answered');
      return { kind: 'refused', refusal: { kind: 'error', reference } };
    }
  }
}
