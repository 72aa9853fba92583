import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../sandbox/slack/web-api/rate-limits.ts';
import { createTokenBucket, type TokenBucket } from '../../../src/app/delivery/token-bucket.ts';

const perSecond = 1 / 1_000;

/** A call that is answered at once. */
function use(bucket: TokenBucket, now: number): void {
  bucket.take();
  bucket.answered(now);
}

describe('a token bucket', () => {
  it('gives its burst at once, then one at a time', () => {
    const bucket = createTokenBucket(2, perSecond);
    use(bucket, 0);
    use(bucket, 0);

    expect(bucket.readyAt(0)).toBe(1_000);
    expect(bucket.readyAt(1_000)).toBe(1_000);
  });

  it('keeps a reserve for those who may use it', () => {
    const bucket = createTokenBucket(3, perSecond);
    use(bucket, 0);

    expect(bucket.readyAt(0, 2)).toBe(1_000);
    expect(bucket.readyAt(0)).toBe(0);
  });

  it('holds what is on its way, and refills only once it is answered', () => {
    const bucket = createTokenBucket(1, perSecond);
    bucket.take();

    const meanwhile = bucket.readyAt(5_000);
    bucket.answered(5_000);

    expect(meanwhile).toBeGreaterThan(5_000);
    expect(bucket.readyAt(5_000)).toBe(6_000);
  });

  it('is not confused by a clock that is set back', () => {
    const bucket = createTokenBucket(1, perSecond);
    use(bucket, 10_000);

    expect(bucket.readyAt(5_000)).toBe(6_000);
  });

  it('gives no burst and a slower pace once it was too generous, and is itself again ten minutes later', () => {
    const bucket = createTokenBucket(10, perSecond);
    bucket.slowDown(0);
    const first = bucket.readyAt(0);
    use(bucket, first);
    const second = bucket.readyAt(first);
    const later = 10 * 60_000 + 60_000;
    for (let call = 0; call < 10; call += 1) use(bucket, later);

    expect(first).toBe(1_112);
    expect(second - first).toBe(1_112);
    expect(bucket.readyAt(later)).toBe(later + 1_000);
  });

  it('keeps its pace when nothing is urgent enough for the reserve of a careful bucket', () => {
    const bucket = createTokenBucket(10, perSecond);
    bucket.slowDown(0);

    expect(bucket.readyAt(0, 9)).toBe(1_112);
  });

  it('never runs into the bucket of the other side, however long calls are on their way', () => {
    const call = fc.record({
      waitMs: fc.integer({ min: 0, max: 1_500 }),
      thereMs: fc.integer({ min: 0, max: 2_000 }),
      backMs: fc.integer({ min: 0, max: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
        expect(refusals(calls)).toBe(0);
      }),
    );
  });
});

interface Call {
  readonly waitMs: number;
  readonly thereMs: number;
  readonly backMs: number;
}

/** How many of these calls Slack's own bucket refuses when ours says when they may be made. */
function refusals(calls: readonly Call[]): number {
  const bucket = createTokenBucket(3, perSecond);
  const moments: { at: number; what: 'arrive' | 'answer' }[] = [];
  let now = 0;
  let refused = 0;
  const slack = createRateLimiter(
    {
      tier2PerMinute: 1,
      tier3PerMinute: 1,
      tier4PerMinute: 1,
      postsPerSecondPerChannel: 1,
      postBurst: 3,
    },
    () => now,
  );
  const passTo = (until: number) => {
    moments.sort((left, right) => left.at - right.at);
    for (let next = moments[0]; next !== undefined && next.at <= until; next = moments[0]) {
      moments.shift();
      now = next.at;
      if (next.what === 'answer') bucket.answered(now);
      else if (slack.take('chat.postMessage', 'posting', 'C1') !== undefined) refused += 1;
    }
    now = until;
  };
  for (const { waitMs, thereMs, backMs } of calls) {
    passTo(now + waitMs);
    if (bucket.readyAt(now) > now) continue;
    bucket.take();
    moments.push({ at: now + thereMs, what: 'arrive' }, { at: now + thereMs + backMs, what: 'answer' });
  }
  passTo(Number.POSITIVE_INFINITY);
  return refused;
}
