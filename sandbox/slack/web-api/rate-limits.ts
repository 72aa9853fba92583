import type { RateTier } from './web-api-method.ts';

/** Calls a minute by tier, and the pace of posting to one channel. */
export interface RateLimits {
  tier2PerMinute: number;
  tier3PerMinute: number;
  tier4PerMinute: number;
  postsPerSecondPerChannel: number;
  /** How many posts to one channel may come at once before the pace counts. */
  postBurst: number;
}

/** https://docs.slack.dev/apis/web-api/rate-limits: the promised minimum of each tier. */
export const realRateLimits: RateLimits = {
  tier2PerMinute: 20,
  tier3PerMinute: 50,
  tier4PerMinute: 100,
  postsPerSecondPerChannel: 1,
  postBurst: 3,
};

export interface RateLimiter {
  /** Counts a call; the seconds to wait when it comes too early, or undefined when it may go on. */
  take(method: string, tier: RateTier, channel: string | undefined): number | undefined;
}

interface Bucket {
  capacity: number;
  perSecond: number;
}

/** One token bucket a method, and one a channel for posting. */
export function createRateLimiter(limits: RateLimits | 'off', now: () => number): RateLimiter {
  const levels = new Map<string, { tokens: number; atMs: number }>();

  return {
    take(method, tier, channel) {
      const bucket = limits === 'off' ? undefined : bucketFor(limits, tier);
      if (!bucket) return undefined;

      const key = tier === 'posting' ? `${method} ${channel ?? ''}` : method;
      const atMs = now();
      const level = levels.get(key) ?? { tokens: bucket.capacity, atMs };
      const tokens = Math.min(
        bucket.capacity,
        level.tokens + ((atMs - level.atMs) / 1000) * bucket.perSecond,
      );
      if (tokens < 1) {
        levels.set(key, { tokens, atMs });
        return Math.max(1, Math.ceil((1 - tokens) / bucket.perSecond));
      }
      levels.set(key, { tokens: tokens - 1, atMs });
      return undefined;
    },
  };
}

function bucketFor(limits: RateLimits, tier: RateTier): Bucket | undefined {
  const perMinute = (calls: number): Bucket => ({ capacity: calls, perSecond: calls / 60 });

  switch (tier) {
    case 'tier2':
      return perMinute(limits.tier2PerMinute);
    case 'tier3':
      return perMinute(limits.tier3PerMinute);
    case 'tier4':
      return perMinute(limits.tier4PerMinute);
    case 'posting':
      return { capacity: limits.postBurst, perSecond: limits.postsPerSecondPerChannel };
    case 'unlimited':
      return undefined;
    default:
      return tier satisfies never;
  }
}
