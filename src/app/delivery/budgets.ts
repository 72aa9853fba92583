import type { Attempt } from './attempt.ts';
import type { DeliveryTiming } from './timing.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

type Target = Pick<Attempt, 'method' | 'channel'>;

export interface Budgets {
  readyAt(target: Target, priority: number, now: number): number;
  take(target: Target, now: number): void;
  /** Slack asked to slow down. */
  limited(target: Target, retryAfterMs: number, now: number): void;
  /** A channel that was asked for by name has this id: both share one budget. */
  learn(channel: string, id: string): void;
}

/** So many channels limited at the same time mean that the method is limited for the whole workspace. */
const channelsBeforeWorkspace = 3;

/** Posts are counted per channel, updates for the whole bot, because Slack does so. */
export function createBudgets(timing: DeliveryTiming): Budgets {
  const updates = createTokenBucket(timing.updateBurst, timing.updatesPerMinute / 60_000);
  const posts = new Map<string, TokenBucket>();
  const ids = new Map<string, string>();
  const pauses = createPauses();

  const canonical = ({ method, channel }: Target): Target => ({
    method,
    channel: ids.get(channel) ?? channel,
  });

  function bucket({ method, channel }: Target): TokenBucket {
    if (method === 'update') return updates;
    const existing = posts.get(channel);
    if (existing !== undefined) return existing;
    const created = createTokenBucket(timing.postBurst, timing.postsPerSecond / 1_000);
    posts.set(channel, created);
    return created;
  }

  return {
    readyAt(asked, priority, now) {
      const target = canonical(asked);
      const reserve = target.method === 'update' && priority > 0 ? timing.updateReserve : 0;
      return Math.max(bucket(target).readyAt(now, reserve), pauses.until(target));
    },
    take(asked, now) {
      bucket(canonical(asked)).take(now);
    },
    limited(asked, retryAfterMs, now) {
      pauses.pause(canonical(asked), now + retryAfterMs, now);
    },
    learn(channel, id) {
      if (channel === id || ids.get(channel) === id) return;
      ids.set(channel, id);
      const named = posts.get(channel);
      posts.delete(channel);
      if (named !== undefined && !posts.has(id)) posts.set(id, named);
    },
  };
}

function createPauses() {
  const untils = { post: new Map<string, number>(), update: new Map<string, number>() };
  let allUpdatesUntil = 0;

  return {
    until({ method, channel }: Target): number {
      const own = untils[method].get(channel) ?? 0;
      return method === 'update' ? Math.max(own, allUpdatesUntil) : own;
    },
    pause({ method, channel }: Target, until: number, now: number): void {
      const ofMethod = untils[method];
      for (const [other, end] of ofMethod) if (end <= now) ofMethod.delete(other);
      ofMethod.set(channel, Math.max(until, ofMethod.get(channel) ?? 0));
      if (method === 'update' && ofMethod.size >= channelsBeforeWorkspace) {
        allUpdatesUntil = Math.max(...ofMethod.values());
      }
    },
  };
}
