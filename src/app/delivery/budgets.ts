import { priorities } from '../priorities.ts';
import type { Method } from './attempt.ts';
import { createPauses } from './pauses.ts';
import type { Limit } from './timing.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

export interface Target {
  readonly method: Method | 'look';
  readonly channel: string;
}

/** How urgent a call is, and how many messages wait with it that Slack may take as soon. */
export interface Demand {
  readonly priority: number;
  readonly waiting: number;
}

export interface Budgets {
  readyAt(target: Target, demand: Demand, now: number): number;
  /** Whether Slack has asked to wait. */
  isPaused(target: Target, now: number): boolean;
  take(target: Target): void;
  /** What was taken for has been answered, whatever the answer. */
  answered(target: Target, now: number): void;
  /** Slack asked to slow down. */
  limited(target: Target, retryAfterMs: number, now: number): void;
  /** Slack takes nothing of this method any more, in no channel. */
  full(method: Target['method'], forMs: number, now: number): void;
  /** A channel that was asked for by name has this id: both share one budget. */
  learn(channel: string, id: string): void;
}

/** Updates that a few steps of progress leave for trouble in quiet times. */
const quietReserve = 10;

/** Posts are counted per channel, everything else for the whole bot, because Slack does so. */
export function createBudgets(limits: Readonly<Record<Target['method'], Limit>>): Budgets {
  const buckets = new Map<string, TokenBucket>();
  const ids = new Map<string, string>();
  const pauses = createPauses();

  const canonical = ({ method, channel }: Target): Target => ({
    method,
    channel: ids.get(channel) ?? channel,
  });

  function bucket(target: Target): TokenBucket {
    const name = nameOf(target);
    const existing = buckets.get(name);
    if (existing !== undefined) return existing;
    const { burst, perMinute } = limits[target.method];
    const created = createTokenBucket(burst, perMinute / 60_000);
    buckets.set(name, created);
    return created;
  }

  return {
    readyAt(asked, demand, now) {
      const target = canonical(asked);
      const reserve = target.method === 'update' ? reserveFor(demand, limits.update.burst) : 0;
      return Math.max(bucket(target).readyAt(now, reserve), pauses.until(target, now));
    },
    isPaused: (asked, now) => pauses.until(canonical(asked), now) > now,
    take(asked) {
      bucket(canonical(asked)).take();
    },
    answered(asked, now) {
      bucket(canonical(asked)).answered(now);
    },
    limited(asked, retryAfterMs, now) {
      const target = canonical(asked);
      const isWorkspace = pauses.pause(target, { from: now, until: now + retryAfterMs });
      // Updates of one channel say nothing of the others', which share the bucket.
      if (isWorkspace || target.method === 'post') bucket(target).slowDown(now);
    },
    full: (method, forMs, now) => pauses.pauseMethod(method, { from: now, until: now + forMs }),
    learn(channel, id) {
      if (channel === id || ids.get(channel) === id) return;
      ids.set(channel, id);
      pauses.rename(channel, id);
      const named = buckets.get(nameOf({ method: 'post', channel }));
      buckets.delete(nameOf({ method: 'post', channel }));
      const known = nameOf({ method: 'post', channel: id });
      if (named !== undefined && !buckets.has(known)) buckets.set(known, named);
    },
  };
}

function nameOf({ method, channel }: Target): string {
  return method === 'post' ? `post ${channel}` : method;
}

/**
 * What must stay in the bucket for what is more urgent. The longer the queue, the less progress is shown, until it only
 * takes what would overflow: 200 rollouts at once need 200 updates for their ends, and Slack gives 50 a minute.
 */
function reserveFor({ priority, waiting }: Demand, burst: number): number {
  const most = burst - 1;
  if (priority <= priorities.newCard) return 0;
  if (priority === priorities.evidence) return Math.min(most, waiting);
  return priority === priorities.progress ? Math.min(most, quietReserve + waiting) : most;
}
