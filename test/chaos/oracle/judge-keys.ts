import type { Finding } from './finding.ts';
import type { PostReading } from './read-channels.ts';

/** The bot gives every message a name of its own: one name on two messages is one message, twice. */
export function judgeKeys(posts: readonly PostReading[]): readonly Finding[] {
  const named = posts.flatMap(({ channel, key, text, replies }) => [
    { channel, key, text },
    ...replies.map((reply) => ({ channel, key: reply.key, text: reply.text })),
  ]);
  const groups = Map.groupBy(named, ({ key }) => key);
  return [...groups].flatMap(([key, messages]) =>
    key === undefined
      ? []
      : messages.slice(1).map(
          ({ channel, text }): Finding => ({
            kind: 'duplicate-message',
            where: `${key} in ${channel}`,
            what: `the same message, once more:\n${text}`,
          }),
        ),
  );
}
