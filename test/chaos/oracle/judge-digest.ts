import type { StormPlan } from '../plan/plan.ts';
import { calledAt } from './call-time.ts';
import type { Finding } from './finding.ts';
import type { NoticeReading, PostReading } from './read-channels.ts';
import { type DigestReading, type EarlierReading, isOpen } from './read-digest.ts';

/**
 * What is owed of a digest whatever it tells of: its lines are judged with the releases that they are about. That two
 * storms of a channel seem to overlap is no fault: a bot that was down ends the first late, when another may have begun.
 */
export function judgeDigests(posts: readonly PostReading[], storms: StormPlan): readonly Finding[] {
  return posts.flatMap((post) => {
    const { digest } = post;
    if (digest === undefined) return [];
    const wrong = [
      ...judgeCounts(digest),
      ...judgeBefore(post, digest, { posts, storms }),
      ...judgeLinks(digest, posts, post.channel),
      ...judgeSpan(post, storms),
    ];
    return [...judgeEnd(post, digest), ...wrong.map((what) => finding('wrong-card', post, what))];
  });
}

function finding(
  kind: Finding['kind'],
  { channel, key = 'a digest', text }: PostReading,
  what: string,
): Finding {
  return { kind, where: `${key} in ${channel}`, what: `${what}; it says:\n${text}` };
}

/** Everything has settled by now, and nothing joins it any more. */
function judgeEnd(post: PostReading, { isOver }: DigestReading): readonly Finding[] {
  return isOver ? [] : [finding('missing-verdict', post, 'it never says that the storm is over')];
}

function judgeCounts({ counts, lines, before }: DigestReading): readonly string[] {
  const { problems, folded = lines.length } = counts;
  const failing = lines.filter(({ state }) => state === 'failing').length;
  const stillThere = before.filter((each) => !each.isOver).length;
  const { open = failing + stillThere } = counts;
  return [
    ...(lines.length === 0 ? ['it lists nothing'] : []),
    ...(problems === lines.length + before.length ? [] : ['it counts other problems than it names']),
    ...(folded === lines.length ? [] : ['it counts other problems than it lists']),
    ...(open === failing + stillThere ? [] : ['it counts others as still there than it names']),
    ...lines.flatMap(({ state, service }) => (state === 'unreadable' ? [`what it says of ${service}`] : [])),
  ];
}

interface Surroundings {
  readonly posts: readonly PostReading[];
  readonly storms: StormPlan;
}

/** A storm begins when as many have called people within the time as may; each of these calls began one storm at most. */
function judgeBefore(
  post: PostReading,
  { before }: DigestReading,
  { posts, storms: { problems, withinMs } }: Surroundings,
): readonly string[] {
  const calls = before.map((each) => callOf(each, post, posts));
  const times = calls.flatMap((call) => (call === undefined ? [] : (calledAt(call) ?? [])));
  const others = posts.filter(({ digest }) => digest !== undefined && digest !== post.digest);
  const elsewhere = others.flatMap(({ digest, channel, ...rest }) =>
    (digest?.before ?? []).map((each) => callOf(each, { ...rest, channel }, posts)),
  );
  return [
    ...(before.length === problems
      ? []
      : [`it began after ${before.length} problems, not after ${problems}`]),
    ...before.flatMap(({ service }, index) =>
      calls[index] === undefined ? [`no reply here called people to ${service}`] : [],
    ),
    ...(new Set(calls).size === calls.length ? [] : ['it names a call twice']),
    ...(calls.some((call) => call !== undefined && elsewhere.includes(call))
      ? ['another digest has begun with one of its calls']
      : []),
    ...(Math.max(...times) - Math.min(...times) >= withinMs
      ? ['its calls were not made within the time']
      : []),
  ];
}

/** The last call in the thread of the card that it leads to, of those made before the digest was posted. */
function callOf(
  { service, link }: EarlierReading,
  { channel, at }: Pick<PostReading, 'channel' | 'at'>,
  posts: readonly PostReading[],
): NoticeReading | undefined {
  const card = posts.find((post) => post.ts === link && post.channel === channel);
  if (card?.card?.service !== service) return undefined;
  return card.replies.findLast((reply) => reply.kind === 'failing' && (calledAt(reply) ?? reply.at) <= at);
}

/** Every problem that may still need somebody leads to its card. */
function judgeLinks(
  { lines, moreLinks }: DigestReading,
  posts: readonly PostReading[],
  channel: string,
): readonly string[] {
  const astray = lines.filter(isOpen).filter(({ service, version, link }) => {
    const target = posts.find((post) => post.ts === link && post.channel === channel)?.card;
    return target?.service !== service || target.version !== version;
  });
  return [
    ...astray.map(({ service, version }) => `its line of ${service} ${version} does not lead to its card`),
    ...(moreLinks === 0 ? [] : [`it leads to ${moreLinks} more cards than it names`]),
  ];
}

/** Moments are shown in whole seconds. */
const roundedMs = 1_000;

/** When the last one joined is not shown, so that a storm is only known to last as long as must be calm for its end. */
function judgeSpan({ span }: PostReading, { withinMs }: StormPlan): readonly string[] {
  if (span === undefined) return ['it does not say since when'];
  const { from, to = Number.POSITIVE_INFINITY } = span;
  return to - from < withinMs - roundedMs ? ['it was over before it had been calm for the time'] : [];
}
