import { describe, expect, it } from 'vitest';
import { createPace } from '../../../../src/adapters/github/way-back/pace.ts';

const waiting = { kind: 'waiting', for: 'merge' } as const;

/** How often GitHub is asked in an hour by somebody who asks every five seconds. */
function asksWithin(ms: number): number {
  const pace = createPace();
  let asks = 0;
  for (let now = 0; now < ms; now += 5_000) {
    if (pace.answer('key', now) !== undefined) continue;
    asks += 1;
    pace.remember('key', waiting, now);
  }
  return asks;
}

describe('how often GitHub is asked about what waits', () => {
  it('is often at first, and rarely later', () => {
    expect(asksWithin(60_000)).toBeGreaterThan(8);
    expect(asksWithin(60 * 60_000)).toBeLessThan(110);
  });

  it('begins anew with what has ended', () => {
    const pace = createPace();
    pace.remember('key', waiting, 0);
    pace.remember('key', { kind: 'applied' }, 1);

    expect(pace.answer('key', 2)).toBeUndefined();
  });
});
