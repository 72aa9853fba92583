import { jsonObjects } from '../json.ts';
import type { StoredMessage } from '../state/message.ts';
import type { StoredView } from '../state/view-store.ts';
import type { World } from '../state/world.ts';
import { readBlocks, readText } from './block-text.ts';
import { prefixLines, readMrkdwn } from './inline-text.ts';
import { createReader, type Reader } from './reader.ts';

export interface TranscriptOptions {
  /** Show the time of each message. Off unless told, so that transcripts can be compared. */
  times?: boolean;
  /** Only what this person sees; without it, everybody's ephemeral messages are shown, marked. */
  asUser?: string;
  timeZone?: string;
}

/** A channel as plain text, the way a person reads it: threads indented, buttons as `[ Label ]`. */
export function writeTranscript(
  channelReference: string,
  world: World,
  options: TranscriptOptions = {},
): string {
  const channel = world.channels.find(channelReference);
  if (!channel) throw new Error(`There is no channel ${channelReference}.`);

  const reader = createReader(world, options.timeZone);
  const visible = world.messages.all(channel.id).filter((message) => isVisible(message, options));
  const roots = visible.filter((message) => message.threadTs === undefined);
  const body = roots.map((root) => {
    const replies = visible
      .filter((reply) => reply.threadTs === root.ts)
      .map((reply) => writeMessage(reply, reader, options));
    return [writeMessage(root, reader, options), ...replies.map(indentReply)].join('\n');
  });
  return [`#${channel.name}`, ...body].join('\n');
}

function indentReply(reply: string): string {
  return prefixLines('    ', reply).replace('    ', '  ↳ ');
}

function isVisible(message: StoredMessage, options: TranscriptOptions): boolean {
  return (
    message.ephemeralFor === undefined ||
    options.asUser === undefined ||
    message.ephemeralFor === options.asUser
  );
}

function writeMessage(message: StoredMessage, reader: Reader, options: TranscriptOptions): string {
  const time = options.times ? `  ${timeOf(message.ts, reader)}` : '';
  const only =
    message.ephemeralFor === undefined ? '' : ` (only visible to ${reader.userName(message.ephemeralFor)})`;
  return [`${reader.userName(message.user)}${time}${only}`, prefixLines('  ', writeContent(message, reader))]
    .join('\n')
    .trimEnd();
}

function timeOf(ts: string, reader: Reader): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: reader.dates.timeZone ?? 'UTC',
  }).format(new Date(Number(ts) * 1000));
}

/** What a message says, without who said it and when. */
export function writeContent(message: StoredMessage, reader: Reader): string {
  const content =
    message.blocks.length > 0 ? readBlocks(message.blocks, reader) : readMrkdwn(message.text, reader);
  const attachments = message.attachments.map(
    (one) => readBlocks(jsonObjects(one['blocks']), reader) || readText(one['text'], reader),
  );
  const files = message.files.map((file) => `(file: ${file.title}, ${file.size} bytes)`);
  const reactions = message.reactions.map((one) => `:${one.name}: ${one.users.length}`).join('  ');
  return [
    content.replace(/\n{2,}(?=│)/g, '\n').replace(/^\n+|\n+$/g, ''),
    ...attachments,
    ...files,
    reactions,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** A modal as plain text. */
export function writeView(view: StoredView, world: World): string {
  const reader = createReader(world);
  const { title, submit, close, blocks } = view.definition;
  const buttons = [submit, close]
    .filter((one) => one !== undefined && one !== null)
    .map((one) => `[ ${readText(one, reader)} ]`);
  const errors = Object.entries(view.errors).map(([blockId, error]) => `(error at ${blockId}: ${error})`);
  return [
    `┌ ${readText(title, reader)}`,
    prefixLines('│ ', readBlocks(jsonObjects(blocks), reader)),
    ...errors,
    `└ ${buttons.join('  ')}`,
  ].join('\n');
}
