import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBucket } from '../../../src/app/delivery/token-bucket.ts';

describe('a token bucket', () => {
  it('gives its burst at once, then one at a time', () => {
    const bucket = createTokenBucket(2, 1 / 1_000);
    bucket.take(0);
    bucket.take(0);

    expect(bucket.readyAt(0)).toBe(1_000);
    expect(bucket.readyAt(1_000)).toBe(1_000);
  });

  it('keeps a reserve for those who may use it', () => {
    const bucket = createTokenBucket(3, 1 / 1_000);
    bucket.take(0);

    expect(bucket.readyAt(0, 2)).toBe(1_000);
    expect(bucket.readyAt(0)).toBe(0);
  });

  it('is not confused by a clock that is set back', () => {
    const bucket = createTokenBucket(1, 1 / 1_000);
    bucket.take(10_000);

    expect(bucket.readyAt(5_000)).toBe(6_000);
  });

  it('never gives more than burst and rate allow', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(gaps, (waits) => {
        const bucket = createTokenBucket(3, 1 / 1_000);
        let now = 0;
        let taken = 0;
        for (const waitMs of waits) {
          now += waitMs;
          if (bucket.readyAt(now) > now) continue;
          bucket.take(now);
          taken += 1;
        }

        expect(taken).toBeLessThanOrEqual(3 + now / 1_000);
      }),
    );
  });
});
