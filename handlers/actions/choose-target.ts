import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { chooseTargetAction } from '../../messages/kit/action-id.ts';
import { renderRefusalModal, renderRollbackModal } from '../../messages/rollback/modal.ts';
import type { Chat } from '../../src/ports.ts';
import { prepareSafely, type RollBackHandlerOptions } from './roll-back.ts';

export interface ChooseTargetOptions extends Omit<RollBackHandlerOptions, 'answers' | 'chat'> {
  readonly chat: Pick<Chat, 'updateView'>;
}

/** In the dialog another version was chosen: show what a return to that one changes. */
export function registerChooseTarget(app: App, { rollBack, chat, clock, log }: ChooseTargetOptions): void {
  app.action<BlockAction<StaticSelectAction>>(chooseTargetAction, async ({ ack, action, body }) => {
    await ack();
    if (body.view === undefined) return;
    const { id: viewId, hash, private_metadata: offerId } = body.view;
    const press = { offerId, userId: body.user.id, chosenUid: action.selected_option.value };
    const offer = await prepareSafely(press, { rollBack, log });
    const view =
      offer.kind === 'offered'
        ? renderRollbackModal({ ...offer, now: clock.now() })
        : renderRefusalModal(offer.refusal);
    // A newer choice has won already when Slack says that the view has changed.
    await chat.updateView({ viewId, hash, view }).catch((error: unknown) => {
      log.warn({ err: error }, 'the dialog of a rollback could not be brought up to date');
    });
  });
}
