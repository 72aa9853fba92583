import type { App, ViewSubmitAction } from '@slack/bolt';
import { rollbackModal } from '../../messages/kit/action-id.ts';
import { readRollbackReason, renderRefusalModal } from '../../messages/rollback-modal.ts';
import type { RollBack } from '../../src/app/roll-back.ts';
import type { Log } from '../../src/ports.ts';

export interface RollBackConfirmedOptions {
  readonly rollBack: RollBack;
  readonly log: Log;
}

/** The person confirmed. What was accepted is stored before Slack hears of it, and carried out after. */
export function registerRollBackConfirmed(app: App, { rollBack, log }: RollBackConfirmedOptions): void {
  app.view<ViewSubmitAction>(rollbackModal, async ({ ack, view, body }) => {
    const offerId = view.private_metadata;
    const reason = readRollbackReason(view.state.values);
    const acceptance = await rollBack.accept({
      offerId,
      userId: body.user.id,
      ...(reason === undefined ? {} : { reason }),
    });
    if (acceptance.kind === 'refused') {
      await ack({ response_action: 'update', view: renderRefusalModal(acceptance.refusal) });
      return;
    }
    await ack();
    rollBack.run(acceptance.card.id, offerId).catch((error: unknown) => {
      log.error({ err: error, cardId: acceptance.card.id }, 'an accepted rollback could not be carried out');
    });
  });
}
