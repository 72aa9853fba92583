import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import { refreshHomeAction } from '../../messages/kit/action-id.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { OpenHome } from '../../src/app/home/open-home.ts';
import type { Log } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { referenceOf } from '../slack/error-refusal.ts';

export interface RefreshHomeOptions {
  readonly openHome: OpenHome;
  readonly answers: Answers;
  readonly log: Log;
}

/** The tab itself is the answer. */
export function registerRefreshHome(app: App, { openHome, answers, log }: RefreshHomeOptions): void {
  app.action<BlockAction<ButtonAction>>(refreshHomeAction, async ({ ack, body, context }) => {
    await ack();
    const { id: userId } = body.user;
    const what = 'a Home tab could not be refreshed';
    await answers.carryOut({
      to: { channel: userId, user: userId },
      settle: errandOf(context)?.settle,
      deed: async (conclude) => {
        await openHome(userId, (session) => conclude(session));
        return undefined;
      },
      sorry: (error) => renderCommandFailure(referenceOf(error, { log, userId, what })),
    });
  });
}
