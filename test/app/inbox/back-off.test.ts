import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../src/app/inbox/back-off.ts';
import { TransientError } from '../../../src/errors.ts';

const at = (random: number) => ({ firstRetryMs: 1_000, maxRetryMs: 60_000, random: () => random });
const failure = new Error('no');

describe('the pause before another attempt', () => {
  it('doubles up to a bound, and never less than half of it is waited', () => {
    const longest = [1, 2, 3, 6, 7, 8, 1_000].map((attempt) => backOffMs(attempt, failure, at(1)));
    const shortest = [1, 7].map((attempt) => backOffMs(attempt, failure, at(0)));

    expect(longest).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
    expect(shortest).toEqual([500, 30_000]);
  });

  it('is as long as the other side asks for, within reason', () => {
    const asked = (retryAfterMs: number) => new TransientError('ratelimited', 'Slow down.', { retryAfterMs });

    expect(backOffMs(1, asked(30_000), at(1))).toBe(30_000);
    expect(backOffMs(7, asked(30_000), at(1))).toBe(60_000);
    expect(backOffMs(1, asked(86_400_000), at(1))).toBe(600_000);
  });
});
