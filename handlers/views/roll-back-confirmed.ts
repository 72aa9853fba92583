import type { App, ViewSubmitAction } from '@slack/bolt';
import { reasonInput, rollbackModal } from '../../messages/kit/action-id.ts';
import { readRollbackAnswers } from '../../messages/rollback/inputs.ts';
import { renderRefusalModal } from '../../messages/rollback/modal.ts';
import type { Acceptance, Confirmation, RollBack } from '../../src/app/rollback/roll-back.ts';
import type { Log, Settle } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { errorRefusal } from '../slack/error-refusal.ts';

export interface RollBackConfirmedOptions {
  readonly rollBack: Pick<RollBack, 'accept'>;
  readonly log: Log;
}

/** The person confirmed. What is accepted is stored before Slack hears of it, and carries itself out. */
export function registerRollBackConfirmed(app: App, { rollBack, log }: RollBackConfirmedOptions): void {
  app.view<ViewSubmitAction>(rollbackModal, async ({ ack, view, body, context }) => {
    const answers = readRollbackAnswers(view.state.values);
    if (answers.isBreakGlass && answers.reason === undefined) {
      const errors = { [reasonInput.blockId]: 'Going ahead without a second person takes a reason.' };
      await ack({ response_action: 'errors', errors });
      return;
    }
    const confirmation = { offerId: view.private_metadata, userId: body.user.id, ...answers };
    const acceptance = await accept(confirmation, errandOf(context)?.settle);
    if (acceptance.kind === 'accepted') await ack();
    else await ack({ response_action: 'update', view: renderRefusalModal(acceptance.refusal) });
  });

  async function accept(confirmation: Confirmation, settle: Settle | undefined): Promise<Acceptance> {
    try {
      return await rollBack.accept(confirmation, settle);
    } catch (error) {
      const what = 'a confirmed rollback could not be stored';
      return errorRefusal(error, { log, userId: confirmation.userId, what });
    }
  }
}
