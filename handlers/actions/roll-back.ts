import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { rollBackAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRollbackModal } from '../../messages/rollback-modal.ts';
import type { RollBack } from '../../src/app/roll-back.ts';
import type { Chat } from '../../src/ports.ts';

export interface RollBackHandlerOptions {
  readonly rollBack: RollBack;
  readonly chat: Chat;
}

/** Someone pressed "Roll back to …" on a card: show what would be done, or why not. */
export function registerRollBack(app: App, { rollBack, chat }: RollBackHandlerOptions): void {
  app.action<BlockAction<ButtonAction>>(rollBackAction, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const offer = await rollBack.prepare({ offerId: action.value ?? '', userId: body.user.id });
    if (offer.kind === 'offered') {
      await chat.openView({ triggerId: body.trigger_id, view: renderRollbackModal(offer.offered) });
      return;
    }
    if (channel === undefined) return;
    await chat.postEphemeral({ channel, user: body.user.id, message: renderRefusal(offer.refusal) });
  });
}
