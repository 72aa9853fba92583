import type { Chat, Message } from '../../ports.ts';
import type { Answer } from './answers.ts';
import type { SlackBody } from './request-body.ts';

/** Shows a listener's answer when the request that would have carried it has gone. */
export type AnswerLate = (body: SlackBody, answer: Answer) => Promise<void>;

/** Dialogs that stand where the answer to a submission is not there yet. */
export interface LateViews {
  /** What was sent has arrived and takes longer than Slack waits. */
  readonly working: object;
  /** And now it is done. */
  readonly done: object;
}

export interface LateAnswerOptions {
  readonly chat: Pick<Chat, 'respond' | 'updateView'>;
  readonly views: LateViews;
}

export function createAnswerLate({ chat, views }: LateAnswerOptions): AnswerLate {
  return async (body, answer) => {
    const responseUrl = body['response_url'];
    if (typeof body['command'] === 'string' && typeof responseUrl === 'string') {
      const message = messageOf(answer);
      if (message !== undefined) await chat.respond({ responseUrl, message });
    }
    const viewId = viewIdOf(body);
    if (viewId !== undefined) await chat.updateView({ viewId, view: nextView(answer) ?? views.done });
  };
}

/** What a command would have been answered with; undefined when that says nothing. */
function messageOf(answer: Answer): Message | undefined {
  const { text, blocks } = {
    text: '',
    blocks: [],
    ...(typeof answer === 'string' ? { text: answer } : answer),
  };
  const isSomething = text !== '' || blocks.length > 0;
  return isSomething ? { text, blocks } : undefined;
}

function viewIdOf({ type, view }: SlackBody): string | undefined {
  if (type !== 'view_submission' || typeof view !== 'object' || view === null) return undefined;
  return 'id' in view && typeof view.id === 'string' ? view.id : undefined;
}

/** The dialog that a `response_action` would have shown. */
function nextView(answer: Answer): object | undefined {
  if (typeof answer !== 'object' || !('view' in answer)) return undefined;
  return typeof answer.view === 'object' && answer.view !== null ? answer.view : undefined;
}
