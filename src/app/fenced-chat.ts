import { TransientError } from '../errors.ts';
import type { Chat } from '../ports.ts';

/** Slack for whoever leads: nothing that people see is sent once this replica cannot be sure of it any more. */
export function createFencedChat(chat: Chat, isLeading: () => boolean): Chat {
  const fenced =
    <Request, Result>(call: (request: Request) => Promise<Result>) =>
    async (request: Request): Promise<Result> => {
      if (isLeading()) return await call(request);
      throw new TransientError('not_leading', 'Another replica may deliver by now.');
    };

  return {
    ...chat,
    post: fenced(chat.post),
    update: fenced(chat.update),
    shareFile: fenced(chat.shareFile),
    publishView: fenced(chat.publishView),
    postEphemeral: fenced(chat.postEphemeral),
    respond: fenced(chat.respond),
  };
}
