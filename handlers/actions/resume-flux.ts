import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { resumeFluxAction } from '../../messages/kit/action-id.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import type { Answers } from '../../src/app/answers.ts';
import type { EndSuspension } from '../../src/app/rollback/end-suspension.ts';
import type { Log } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { errorRefusal } from '../slack/error-refusal.ts';

export interface ResumeFluxOptions {
  readonly endSuspension: EndSuspension;
  readonly answers: Answers;
  readonly log: Log;
}

/** Somebody lets Flux go on before its time. The card says so to everyone; only a refusal is told to who pressed. */
export function registerResumeFlux(app: App, { endSuspension, answers, log }: ResumeFluxOptions): void {
  app.action<BlockAction<ButtonAction>>(resumeFluxAction, async ({ ack, action, body, context }) => {
    await ack();
    const { id: user } = body.user;
    const settle = errandOf(context)?.settle;
    const what = 'Flux could not be resumed by a button';
    const press = { offerId: action.value ?? '', userId: user };
    const acceptance = await endSuspension
      .resume(press, settle)
      .catch((error: unknown) => errorRefusal(error, { log, userId: user, what }));
    const channel = body.channel?.id;
    if (acceptance.kind === 'accepted' || channel === undefined) return;
    const message = renderRefusal(acceptance.refusal);
    await answers.tell({ channel, user, responseUrl: body.response_url, message }, settle);
  });
}
