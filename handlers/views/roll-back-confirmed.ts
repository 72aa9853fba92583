import type { App, ViewSubmitAction } from '@slack/bolt';
import { rollbackModal } from '../../messages/kit/action-id.ts';
import { readRollbackReason, renderRefusalModal } from '../../messages/rollback-modal.ts';
import type { Acceptance, Confirmation, RollBack } from '../../src/app/roll-back.ts';
import { TransientError } from '../../src/errors.ts';
import type { Log, Settle } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';
import { errandOf } from '../slack/errand.ts';

export interface RollBackConfirmedOptions {
  readonly rollBack: RollBack;
  readonly log: Log;
}

/** The person confirmed. What is accepted is stored before Slack hears of it, and carries itself out. */
export function registerRollBackConfirmed(app: App, { rollBack, log }: RollBackConfirmedOptions): void {
  app.view<ViewSubmitAction>(rollbackModal, async ({ ack, view, body, context }) => {
    const reason = readRollbackReason(view.state.values);
    const confirmation = {
      offerId: view.private_metadata,
      userId: body.user.id,
      ...(reason === undefined ? {} : { reason }),
    };
    const acceptance = await accept(confirmation, errandOf(context)?.settle);
    if (acceptance.kind === 'accepted') await ack();
    else await ack({ response_action: 'update', view: renderRefusalModal(acceptance.refusal) });
  });

  async function accept(confirmation: Confirmation, settle: Settle | undefined): Promise<Acceptance> {
    try {
      return await rollBack.accept(confirmation, settle);
    } catch (error) {
      if (error instanceof TransientError) throw error;
      const reference = createReference();
      log.error(
        { err: error, reference, userId: confirmation.userId },
        'a confirmed rollback could not be stored',
      );
      return { kind: 'refused', refusal: { kind: 'error', reference } };
    }
  }
}
