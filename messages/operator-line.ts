import { fileRefusalWords } from './file-refusal.ts';
import { singleLine } from './kit/escape.ts';
import { channelLink, type Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

export interface OperatorTrouble {
  readonly what: 'file' | 'message';
  /** Slack's error string. */
  readonly code: string;
  /** Slack's id of the channel, or its name as it was configured; `direct` for messages to one person. */
  readonly channel: string;
}

/** One line in the fallback channel, said once: what Slack refuses, where, and what an administrator can do. */
export function renderOperatorLine(trouble: OperatorTrouble): Message {
  const said = troubleWords(trouble);
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

function troubleWords({ what, code, channel }: OperatorTrouble): readonly Inline[] {
  const reason = singleLine(code, 60);
  if (channel === 'direct') {
    const advice =
      code === 'missing_scope'
        ? 'my Slack app lacks the scope im:write. An administrator can install it again from its manifest.'
        : `the Messages tab of my Slack app is switched off (${reason}). An administrator can switch it on.`;
    return [`I cannot send direct messages: ${advice}`];
  }
  const where: Inline = channel.startsWith('#') ? singleLine(channel, 85) : channelLink(channel);
  if (what === 'file') return ['I cannot attach files in ', where, `: ${fileRefusalWords(code, 'there')}`];
  return [
    'A message for ',
    where,
    ` could not be shown: Slack refuses it (${reason}). The log has the details; the next change tries again.`,
  ];
}
