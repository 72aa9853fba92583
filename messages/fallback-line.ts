import type { Ownership } from '../src/domain/ownership/ownership.ts';
import { section } from './kit/blocks.ts';
import { escapeMrkdwn, singleLine } from './kit/escape.ts';
import { limits } from './kit/limits.ts';
import { truncate } from './kit/truncate.ts';
import { serviceName, teamName } from './names.ts';

interface Sent {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** A message that could not go where it belongs, with why and what to do on top. `code` is Slack's error string. */
export function withFallbackLine(message: Sent, owner: Ownership, code: string): Sent {
  const line = fallbackLine(owner, code);
  return {
    text: truncate(`${escapeMrkdwn(line)} ${message.text}`, limits.text),
    blocks: [section(line), ...message.blocks.slice(0, limits.blocks - 1)],
  };
}

function fallbackLine(owner: Ownership, code: string): string {
  const channel = singleLine(owner.channel ?? '', 85) || 'The channel';
  const team =
    owner.team === undefined ? `service ${serviceName(owner.service)}` : `team ${teamName(owner.team)}`;
  const why = singleLine(code, 60);
  return `${channel} ${reason(why)} (${team}). ${advice(why, channel, team)} Until then it is shown here.`;
}

function reason(code: string): string {
  switch (code) {
    case 'channel_not_found':
      return 'does not exist, or is private without me in it';
    case 'not_in_channel':
      return 'does not have me as a member';
    case 'is_archived':
      return 'is archived';
    default:
      return `does not let me post (${code})`;
  }
}

function advice(code: string, channel: string, team: string): string {
  switch (code) {
    case 'channel_not_found':
      return `Create it, type /invite @Shipmate there, or change the channel of ${team} in the configuration.`;
    case 'not_in_channel':
      return `Type /invite @Shipmate in ${channel}.`;
    case 'is_archived':
      return `Unarchive it, or change the channel of ${team} in the configuration.`;
    default:
      return `Allow it in the settings of ${channel}, or change the channel of ${team} in the configuration.`;
  }
}
