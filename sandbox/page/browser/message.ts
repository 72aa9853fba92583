import { jsonObjects } from '../../slack/json.ts';
import { drawAvatar } from './avatar.ts';
import { drawBlocks } from './blocks/draw-blocks.ts';
import type { Drawing } from './blocks/drawing.ts';
import { drawEmoji, drawMrkdwn } from './blocks/inline.ts';
import { drawText } from './blocks/text.ts';
import { fullTimeOf, timeOf } from './clock-text.ts';
import { element, icon } from './element.ts';
import type { Message } from './model.ts';

export interface MessageLook {
  message: Message;
  drawing: Drawing;
  /** Same author as the message above, a moment later: no avatar and no name again. */
  isContinued: boolean;
  /** What stands under the message: the thread's reply count, in the channel. */
  footer?: HTMLElement | undefined;
}

/** One message, as the viewer sees it. */
export function drawMessage({ message, drawing, isContinued, footer }: MessageLook): HTMLElement {
  const { names } = drawing;
  const author = names.person(message.user);
  const classes = [
    'message',
    isContinued && 'is-continued',
    message.ephemeralFor !== undefined && 'is-ephemeral',
  ];

  return element(
    'article',
    {
      class: classes.filter(Boolean).join(' '),
      'data-ts': message.ts,
      'data-revision': message.revision,
      'data-testid': 'message',
      'aria-label': `${author} at ${timeOf(message.ts)}`,
    },
    element(
      'div',
      { class: 'gutter' },
      isContinued
        ? element('time', { class: 'gutter-time' }, timeOf(message.ts))
        : drawAvatar(message.user, names),
    ),
    element(
      'div',
      { class: 'message-body' },
      message.ephemeralFor === undefined
        ? null
        : element(
            'div',
            { class: 'only-you' },
            icon(
              'eye',
              'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10',
              'M10 7.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8',
            ),
            'Only visible to you',
          ),
      isContinued ? null : drawByline(message, author, names.isBot(message.user)),
      message.isBroadcast && element('div', { class: 'muted' }, 'replied to a thread'),
      drawContent(message, drawing),
      footer,
    ),
  );
}

function drawByline(message: Message, author: string, isBot: boolean): HTMLElement {
  return element(
    'div',
    { class: 'byline' },
    element('strong', { class: 'author' }, author),
    isBot && element('span', { class: 'app-mark' }, 'APP'),
    element(
      'time',
      {
        class: 'time',
        title: fullTimeOf(message.ts),
        datetime: new Date(Number(message.ts) * 1000).toISOString(),
      },
      timeOf(message.ts),
    ),
    message.isPinned && element('span', { class: 'muted' }, 'Pinned'),
  );
}

function drawContent(message: Message, drawing: Drawing): HTMLElement {
  const hasBlocks = message.blocks.length > 0;
  return element(
    'div',
    { class: 'content' },
    hasBlocks
      ? drawBlocks(message.blocks, drawing)
      : element('div', { class: 'mrkdwn' }, drawMrkdwn(message.text, drawing)),
    message.edited && element('span', { class: 'edited' }, '(edited)'),
    ...message.attachments.map((attachment) =>
      element(
        'div',
        { class: 'attachment' },
        drawText(attachment['text'], drawing),
        drawBlocks(jsonObjects(attachment['blocks']), drawing),
      ),
    ),
    ...message.files.map(drawFile),
    message.reactions.length > 0 &&
      element(
        'div',
        { class: 'reactions' },
        ...message.reactions.map(({ name, users }) =>
          element('span', { class: 'reaction' }, drawEmoji(name), String(users.length)),
        ),
      ),
  );
}

function drawFile(file: Message['files'][number]): HTMLElement {
  const lines = file.content.replace(/\n$/, '').split('\n').length;
  return element(
    'details',
    { class: 'file', 'data-fold': `file ${file.id}`, 'data-testid': 'file' },
    element(
      'summary',
      {},
      element('strong', {}, file.title),
      element('span', { class: 'muted' }, ` ${lines} lines, ${file.size} bytes`),
    ),
    element('pre', {}, file.content),
  );
}
