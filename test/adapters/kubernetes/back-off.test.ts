import { describe, expect, it } from 'vitest';
import { createBackOff } from '../../../src/adapters/kubernetes/back-off.ts';

const options = { baseMs: 100, ceilingMs: 1_000 };

describe('the back-off', () => {
  it('doubles up to its ceiling, and starts anew after a reset', () => {
    const backOff = createBackOff({ ...options, random: () => 1 });

    const waits = Array.from({ length: 6 }, () => backOff.next());
    backOff.reset();

    expect(waits).toEqual([150, 250, 450, 850, 1_050, 1_050]);
    expect(backOff.next()).toBe(150);
  });

  it('never asks again at once', () => {
    const backOff = createBackOff({ ...options, random: () => 0 });

    expect([backOff.next(), backOff.next()]).toEqual([50, 50]);
  });

  it('takes a lower ceiling where an attempt costs nothing', () => {
    const backOff = createBackOff({ ...options, random: () => 1 });
    for (let attempt = 0; attempt < 2_000; attempt += 1) backOff.next();

    expect(backOff.next({ ceilingMs: 200 })).toBe(250);
  });
});
