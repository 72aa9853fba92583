import { context } from './kit/blocks.ts';
import { channelLink, type Inline, toMrkdwn } from './kit/inline.ts';
import { limits } from './kit/limits.ts';
import { truncate } from './kit/truncate.ts';

interface Said {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** An answer that Slack does not show where it was asked for, in a direct message. From a dialog, nowhere else is. */
export function withAskedLine(answer: Said, channel: string): Said {
  if (/^[UW]/.test(channel)) return answer;
  const line: readonly Inline[] = ['You asked in ', channelLink(channel), ', where I cannot answer you.'];
  const block = context([line]);
  return {
    text: truncate(`${toMrkdwn(line)} ${answer.text}`, limits.text),
    blocks: [...(block === undefined ? [] : [block]), ...answer.blocks.slice(0, limits.blocks - 1)],
  };
}
