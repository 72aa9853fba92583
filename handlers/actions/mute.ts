import type { App, BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import {
  muteAction,
  muteLongerAction,
  unmuteAction,
  unmuteServiceAction,
} from '../../messages/kit/action-id.ts';
import { renderMuteAnswer } from '../../messages/mute.ts';
import { oneHour, readMuteChoice } from '../../messages/mute-choice.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { Mutes } from '../../src/app/quiet/mutes.ts';
import type { MuteAnswer } from '../../src/domain/quiet/mute-request.ts';
import type { Log } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { referenceOf } from '../slack/error-refusal.ts';

export interface MuteHandlerOptions {
  readonly mutes: Mutes;
  readonly answers: Answers;
  readonly log: Log;
}

type Ask = (value: string, userId: string) => Promise<MuteAnswer>;

/** Somebody wants to hear less of a card, or more again. The card shows what was done; what was not is said to them. */
export function registerMute(app: App, { mutes, answers, log }: MuteHandlerOptions): void {
  const card = (cardId: string) => ({ kind: 'card', cardId }) as const;
  on(muteAction, (cardId, userId) => mutes.mute({ scope: card(cardId), length: oneHour, userId }));
  on(muteLongerAction, async (value, userId) => {
    const choice = readMuteChoice(value);
    return choice === undefined ? { kind: 'unknown-button' } : mutes.mute({ ...choice, userId });
  });
  on(unmuteAction, (cardId, userId) => mutes.unmute({ scope: card(cardId), userId }));
  on(unmuteServiceAction, (cardId, userId) =>
    mutes.unmute({ scope: { kind: 'service-of', cardId }, userId }),
  );

  function on(actionId: string, ask: Ask): void {
    app.action<BlockAction<ButtonAction | StaticSelectAction>>(
      actionId,
      async ({ ack, action, body, context }) => {
        await ack();
        const value = action.type === 'static_select' ? action.selected_option?.value : action.value;
        const message = await answerTo(ask, value ?? '', body.user.id);
        const channel = body.channel?.id;
        if (message === undefined || channel === undefined) return;
        const answer = { channel, user: body.user.id, responseUrl: body.response_url, message };
        await answers.tell(answer, errandOf(context)?.settle);
      },
    );
  }

  async function answerTo(ask: Ask, value: string, userId: string) {
    try {
      const answer = await ask(value, userId);
      const isOnCard = answer.kind === 'muted' || answer.kind === 'unmuted';
      return isOnCard ? undefined : renderMuteAnswer(answer);
    } catch (error) {
      const what = 'a press about a mute could not be answered';
      return renderCommandFailure(referenceOf(error, { log, userId, what }));
    }
  }
}
