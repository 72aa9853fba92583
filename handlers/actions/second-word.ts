import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import {
  approveRollbackAction,
  declineRollbackAction,
  stopRollbackAction,
} from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Acceptance, Press } from '../../src/app/rollback/roll-back.ts';
import type { SecondWord } from '../../src/app/rollback/second-word.ts';
import type { Log, Settle } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { errorRefusal } from '../slack/error-refusal.ts';

export interface SecondWordOptions {
  readonly secondWord: SecondWord;
  readonly answers: Answers;
  readonly log: Log;
}

/** The second person said yes or no. The card shows it to everyone; only a refusal is told to who pressed. */
export function registerSecondWord(app: App, { secondWord, answers, log }: SecondWordOptions): void {
  const register = (actionId: string, say: (press: Press, settle?: Settle) => Promise<Acceptance>) =>
    app.action<BlockAction<ButtonAction>>(actionId, async ({ ack, action, body, context }) => {
      await ack();
      const { id: user } = body.user;
      const settle = errandOf(context)?.settle;
      const what = 'a second word on a rollback could not be taken';
      const said = say({ offerId: action.value ?? '', userId: user }, settle);
      const acceptance = await said.catch((error: unknown) =>
        errorRefusal(error, { log, userId: user, what }),
      );
      const channel = body.channel?.id;
      if (acceptance.kind === 'accepted' || channel === undefined) return;
      const message = renderRefusal(acceptance.refusal);
      await answers.tell({ channel, user, responseUrl: body.response_url, message }, settle);
    });

  register(approveRollbackAction, secondWord.approve);
  register(declineRollbackAction, secondWord.decline);
  register(stopRollbackAction, secondWord.stop);
}
