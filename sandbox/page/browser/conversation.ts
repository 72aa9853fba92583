import { drawAvatar } from './avatar.ts';
import type { Drawing } from './blocks/drawing.ts';
import { dayOf, timeOf } from './clock-text.ts';
import { element, pushButton } from './element.ts';
import { drawMessage } from './message.ts';
import { drawDayDivider, type ListedMessage } from './message-list.ts';
import type { Message } from './model.ts';

export interface Conversation {
  messages: readonly Message[];
  drawingFor(message: Message): Drawing;
  openThread(ts: string): void;
}

const groupedWithinSeconds = 300;

/** The channel: messages that start a thread or were broadcast, with a line for each day. */
export function listChannel({ messages, drawingFor, openThread }: Conversation): ListedMessage[] {
  const roots = messages.filter((message) => message.threadTs === undefined || message.isBroadcast);

  return roots.flatMap((message, index) => {
    const before = roots[index - 1];
    const replies = messages.filter((reply) => reply.threadTs === message.ts);
    const drawing = drawingFor(message);
    const day = dayOf(message.ts, drawing.nowMs);
    const isNewDay = before === undefined || dayOf(before.ts, drawing.nowMs) !== day;
    const isContinued = !isNewDay && isContinuation(before, message);
    const footer = () => drawThreadLink(message, replies, drawing, openThread);
    const listed = listMessage(message, drawing, {
      isContinued,
      footer,
      more: replies.map((reply) => reply.ts).join(),
    });
    return isNewDay
      ? [{ key: `day ${day}`, fingerprint: day, draw: () => drawDayDivider(day) }, listed]
      : [listed];
  });
}

/** A thread: its first message and the replies. */
export function listThread(conversation: Conversation, rootTs: string): ListedMessage[] {
  const { messages, drawingFor } = conversation;
  const inThread = messages.filter((message) => message.ts === rootTs || message.threadTs === rootTs);
  return inThread.map((message) =>
    listMessage(message, drawingFor(message), { isContinued: false, more: '' }),
  );
}

interface Placement {
  isContinued: boolean;
  footer?: () => HTMLElement | undefined;
  more: string;
}

function listMessage(
  message: Message,
  drawing: Drawing,
  { isContinued, footer, more }: Placement,
): ListedMessage {
  return {
    key: message.ts,
    fingerprint: JSON.stringify([message, isContinued, more, drawing.viewer]),
    draw: () => drawMessage({ message, drawing, isContinued, footer: footer?.() }),
  };
}

function isContinuation(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    // A card stands for itself; only lines of talk are drawn together.
    message.blocks.length === 0 &&
    before.user === message.user &&
    before.ephemeralFor === message.ephemeralFor &&
    Number(message.ts) - Number(before.ts) < groupedWithinSeconds
  );
}

function drawThreadLink(
  message: Message,
  replies: readonly Message[],
  drawing: Drawing,
  openThread: (ts: string) => void,
): HTMLElement | undefined {
  if (message.ephemeralFor !== undefined) return undefined;
  const rootTs = message.threadTs ?? message.ts;
  const last = replies.at(-1);
  if (!last)
    return pushButton(
      { class: 'reply-link', 'data-testid': 'reply' },
      () => openThread(rootTs),
      'Reply in thread',
    );

  const authors = [...new Set(replies.map((reply) => reply.user))].slice(0, 3);
  return pushButton(
    { class: 'thread-link', 'data-testid': 'open-thread' },
    () => openThread(rootTs),
    ...authors.map((author) => drawAvatar(author, drawing.names)),
    element('strong', {}, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    element('span', { class: 'muted' }, `Last reply at ${timeOf(last.ts)}`),
  );
}
