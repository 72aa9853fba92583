import type { Attempt, Method } from './attempt.ts';
import type { Content } from './content.ts';
import { sendAnswer } from './send-answer.ts';
import { sendFile } from './send-file.ts';
import { postMessage, updateMessage } from './send-message.ts';
import { publishView } from './send-view.ts';
import type { Send, SendDependencies, Sent } from './sending.ts';

const ways: Readonly<Record<Method, Send>> = {
  post: postMessage,
  update: updateMessage,
  upload: sendFile,
  answer: sendAnswer,
  publish: publishView,
};

/** Asks Slack once for what the attempt wants. Throws what `chat` throws. */
export function send(attempt: Attempt, content: Content, dependencies: SendDependencies): Promise<Sent> {
  return ways[attempt.method](attempt, content.payload, dependencies);
}
