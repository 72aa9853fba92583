import type { NoticeReading } from './read-channels.ts';

/**
 * When the bot decided that this reply calls people, by the name that it gives it. When it was posted says less: Slack
 * takes one message a second in a channel, and none while it is down.
 */
export function calledAt({ kind, key }: Pick<NoticeReading, 'kind' | 'key'>): number | undefined {
  const [, time] = /:failing\/.+\/(\d+)$/.exec(key ?? '') ?? [];
  return kind !== 'failing' || time === undefined ? undefined : Number(time);
}
