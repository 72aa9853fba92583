import type { StormPlan } from '../plan/plan.ts';
import { calledAt } from './call-time.ts';
import type { Finding } from './finding.ts';
import type { PostReading } from './read-channels.ts';

/** A look is stored a moment after the time that it is of, and another may come in between. */
const toleranceMs = 2_000;

/** In no span of the time do more problems call people one by one in a channel than may. */
export function judgeFlood(
  posts: readonly PostReading[],
  { problems, withinMs }: StormPlan,
): readonly Finding[] {
  return [...Map.groupBy(posts, ({ channel }) => channel)].flatMap(([channel, own]) => {
    const replies = own.flatMap((post) => post.replies.filter(({ kind }) => kind === 'failing'));
    const calls = replies
      .map((reply) => ({ text: reply.text, at: calledAt(reply) ?? reply.at }))
      .toSorted((one, other) => one.at - other.at);
    return calls.flatMap(({ at, text }, index): readonly Finding[] => {
      const first = calls[index - problems];
      if (first === undefined || at - first.at >= withinMs - toleranceMs) return [];
      const what = `more than ${problems} calls within ${withinMs / 1_000} s; one too many:\n${text}`;
      return [{ kind: 'flood', where: channel, what }];
    });
  });
}
