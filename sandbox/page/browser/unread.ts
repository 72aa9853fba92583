import type { Channel } from './model.ts';

/** What a person has not seen yet, for as long as the page is open. */
export interface Unread {
  markSeen(channel: Channel, viewer: string): void;
  countIn(channel: Channel, viewer: string): { count: number; mentions: number };
}

/** What was there before the page was opened counts as seen. */
export function createUnread(openedAtSeconds: number): Unread {
  const seen = new Map<string, number>();
  const key = (channel: Channel, viewer: string) => `${viewer} ${channel.id}`;

  return {
    markSeen(channel, viewer) {
      seen.set(
        key(channel, viewer),
        Math.max(openedAtSeconds, ...channel.messages.map((message) => Number(message.ts))),
      );
    },
    countIn(channel, viewer) {
      const since = seen.get(key(channel, viewer)) ?? openedAtSeconds;
      const fresh = channel.messages.filter(
        (message) => Number(message.ts) > since && message.user !== viewer,
      );
      const mentions = fresh.filter((message) =>
        message.notified.some((ping) => ping.kind === 'broadcast' || ping.target === viewer),
      );
      return {
        count: fresh.filter((message) => message.threadTs === null).length,
        mentions: mentions.length,
      };
    },
  };
}
