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
import type { Log } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';

export interface SecondWordOptions {
  readonly secondWord: SecondWord;
  readonly answers: Answers;
  readonly log: Log;
}

/** The second person said yes or no. The card shows it to everyone; only a refusal is told to who pressed. */
export function registerSecondWord(app: App, { secondWord, answers, log }: SecondWordOptions): void {
  const register = (actionId: string, say: (press: Press) => Promise<Acceptance>) =>
    app.action<BlockAction<ButtonAction>>(actionId, async ({ ack, action, body }) => {
      await ack();
      const { id: user } = body.user;
      const acceptance = await say({ offerId: action.value ?? '', userId: user }).catch((error: unknown) => {
        const reference = createReference();
        log.error({ err: error, reference, userId: user }, 'a second word on a rollback could not be taken');
        return { kind: 'refused', refusal: { kind: 'error', reference } } as const;
      });
      const channel = body.channel?.id;
      if (acceptance.kind === 'accepted' || channel === undefined) return;
      const message = renderRefusal(acceptance.refusal);
      await answers.tell({ channel, user, responseUrl: body.response_url, message });
    });

  register(approveRollbackAction, secondWord.approve);
  register(declineRollbackAction, secondWord.decline);
  register(stopRollbackAction, secondWord.stop);
}
