import type { ClusterTrouble, DatabaseRestart, Kill, SlackTrouble } from './plan.ts';
import type { Random } from './random.ts';

/** Each of several things that happen within a time, with the mean time between two. */
function timesWithin(random: Random, untilMs: number, everyMs: number): readonly number[] {
  const times: number[] = [];
  for (let atMs = random.between(0, everyMs); atMs < untilMs; atMs += random.between(1, 2 * everyMs)) {
    times.push(atMs);
  }
  return times;
}

const slackMethods = ['*', '*', 'chat.postMessage', 'chat.postMessage', 'chat.update', 'reading'] as const;
/** By which a post whose answer was lost is looked for. */
const readingMethods = ['conversations.history', 'conversations.replies'] as const;

const slackTroubles = [
  ...(['limited', 'error-500', 'error-503', 'hang', 'reset', 'late'] as const),
  // What a bot loses or doubles messages by comes more often than chance would have it.
  ...(['lost-answer', 'lost-answer', 'lost-answer', 'late-answer', 'late-answer'] as const),
] as const;

export function planSlackTroubles(random: Random, untilMs: number, everyMs: number): readonly SlackTrouble[] {
  return timesWithin(random, untilMs, everyMs).map((atMs) => {
    if (random.chance(0.08)) return outage(random, atMs);
    const drawn = random.pick(slackMethods);
    const what = random.pick(slackTroubles);
    return {
      atMs,
      what,
      method: drawn === 'reading' ? random.pick(readingMethods) : drawn,
      times: random.between(1, 5),
      delayMs: delayOf(random, what),
    };
  });
}

/** Nothing goes through for a while. */
function outage(random: Random, atMs: number): SlackTrouble {
  const what = random.pick(['error-503', 'error-500', 'reset', 'limited'] as const);
  return {
    atMs,
    what,
    method: '*',
    times: 1_000,
    delayMs: delayOf(random, what),
    forMs: random.between(10, 40) * 1_000,
  };
}

/**
 * A request that Slack takes up only after the bot has given it up, looked for it and not found it cannot be told from
 * one that was lost: `late` stays well below the bot's time-out of 5 s with the pause of 2 s before it looks.
 */
function delayOf(random: Random, what: SlackTrouble['what']): number {
  if (what === 'limited') return random.between(1, 15) * 1_000;
  return what === 'late' ? random.between(500, 3_000) : random.between(1, 25) * 1_000;
}

const clusterTroubles = [
  ...(['reset-watches', 'reset-watches', 'end-watches', 'gone', 'gone-at-resume'] as const),
  ...(['error-in-watches', 'garbage', 'half-open', 'frozen', 'down'] as const),
  ...(['refused-reads', 'refused-patches', 'lost-patch-answers'] as const),
] as const;

export function planClusterTroubles(
  random: Random,
  untilMs: number,
  everyMs: number,
): readonly ClusterTrouble[] {
  return timesWithin(random, untilMs, everyMs).map((atMs) => ({
    atMs,
    what: random.pick(clusterTroubles),
    forMs: random.between(2, 20) * 1_000,
    times: random.between(1, 6),
  }));
}

const moments = ['at-once', 'at-once', 'post-taken', 'post-taken', 'update-taken', 'patch-taken'] as const;

export interface KillsRequest {
  readonly untilMs: number;
  readonly everyMs: number;
  readonly bots: number;
}

export function planKills(random: Random, { untilMs, everyMs, bots }: KillsRequest): readonly Kill[] {
  return timesWithin(random, untilMs, everyMs).flatMap((atMs): Kill[] => {
    const kill: Kill = {
      atMs,
      signal: random.chance(0.85) ? 'SIGKILL' : 'SIGTERM',
      moment: random.pick(moments),
      bot: random.between(0, bots - 1),
      downMs: random.chance(0.5) ? 0 : random.between(0, 30) * 1_000,
    };
    // Once more, while it starts again.
    const againAtMs = atMs + kill.downMs + random.between(1, 30) * 1_000;
    const again: Kill = { ...kill, atMs: againAtMs, moment: 'at-once', signal: 'SIGKILL', downMs: 0 };
    return random.chance(0.2) ? [kill, again] : [kill];
  });
}

export function planDatabaseRestarts(
  random: Random,
  untilMs: number,
  everyMs: number,
): readonly DatabaseRestart[] {
  return timesWithin(random, untilMs, everyMs).map((atMs) => ({
    atMs,
    mode: random.chance(0.5) ? 'fast' : 'crash',
    downMs: random.chance(0.5) ? 0 : random.between(1, 15) * 1_000,
  }));
}
