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
import type { ConcludeMute, Mutes } from '../../src/app/quiet/mutes.ts';
import type { MuteAnswer } from '../../src/domain/quiet/mute-request.ts';
import type { Log, StoreSession } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { referenceOf } from '../slack/error-refusal.ts';

export interface MuteHandlerOptions {
  readonly mutes: Mutes;
  readonly answers: Answers;
  readonly log: Log;
}

interface Pressed {
  readonly value: string;
  readonly userId: string;
  readonly conclude: ConcludeMute;
}

type Ask = (pressed: Pressed) => Promise<MuteAnswer>;

/** Somebody wants to hear less of a card, or more again. The card shows what was done; what was not is said to them. */
export function registerMute(app: App, { mutes, answers, log }: MuteHandlerOptions): void {
  const card = (cardId: string) => ({ kind: 'card', cardId }) as const;
  on(muteAction, ({ value, ...by }) => mutes.mute({ scope: card(value), length: oneHour, ...by }));
  on(muteLongerAction, async ({ value, ...by }) => {
    const choice = readMuteChoice(value);
    return choice === undefined ? { kind: 'unknown-button' } : mutes.mute({ ...choice, ...by });
  });
  on(unmuteAction, ({ value, ...by }) => mutes.unmute({ scope: card(value), ...by }));
  on(unmuteServiceAction, ({ value: cardId, ...by }) =>
    mutes.unmute({ scope: { kind: 'service-of', cardId }, ...by }),
  );

  function on(actionId: string, ask: Ask): void {
    app.action<BlockAction<ButtonAction | StaticSelectAction>>(
      actionId,
      async ({ ack, action, body, context }) => {
        await ack();
        const value = action.type === 'static_select' ? action.selected_option?.value : action.value;
        const { id: userId } = body.user;
        const channel = body.channel?.id ?? userId;
        const what = 'a press about a mute could not be answered';
        await answers.carryOut({
          to: { channel, user: userId, responseUrl: body.response_url },
          settle: errandOf(context)?.settle,
          async deed(conclude) {
            // What was done is shown on the card.
            const pressed = {
              value: value ?? '',
              userId,
              conclude: (session: StoreSession) => conclude(session),
            };
            return renderMuteAnswer(await ask(pressed));
          },
          sorry: (error) => renderCommandFailure(referenceOf(error, { log, userId, what })),
        });
      },
    );
  }
}
