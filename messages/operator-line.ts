import { fileRefusalWords } from './file-refusal.ts';
import { singleLine } from './kit/escape.ts';
import { channelLink, type Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

export interface OperatorTrouble {
  readonly what: 'file' | 'message';
  /** Slack's error string. */
  readonly code: string;
  /** Slack's id of the channel, or its name as it was configured. */
  readonly channel: string;
}

/** One line in the fallback channel, said once: what Slack refuses, where, and what an administrator can do. */
export function renderOperatorLine({ what, code, channel }: OperatorTrouble): Message {
  const where: Inline = channel.startsWith('#') ? singleLine(channel, 85) : channelLink(channel);
  const said: readonly Inline[] =
    what === 'file'
      ? ['I cannot attach files in ', where, `: ${fileRefusalWords(code, 'there')}`]
      : [
          'A message for ',
          where,
          ` could not be shown: Slack refuses it (${singleLine(code, 60)}). The log has the details; the next change tries again.`,
        ];
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}
