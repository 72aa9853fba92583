import type { Ownership } from '../../domain/ownership/ownership.ts';

/**
 * The line on top of a message that could not go where it belongs: why, and what to do. Plain text, because names of
 * channels and teams come from labels. `code` is Slack's error string.
 */
export function fallbackLine(owner: Ownership, code: string): string {
  const channel = owner.channel ?? 'The channel';
  const team = owner.team === undefined ? `service ${owner.service}` : `team ${owner.team}`;
  return `${channel} ${reason(code)} (${team}). ${advice(code, channel, team)} Until then it is shown here.`;
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
