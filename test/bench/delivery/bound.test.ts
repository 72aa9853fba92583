import { describe, expect, it } from 'vitest';
import { earliestEnd } from '../../../bench/delivery/bound.ts';

const slack = { burst: 50, perMinute: 50 };
const all = (count: number, at: number) => Array.from({ length: count }, () => at);

describe("the bound that Slack's limits alone allow", () => {
  it.each([
    ['a full bucket shows 50 ends at once', all(50, 10_000), 10_000],
    ['the next one waits for its token', all(51, 10_000), 11_200],
    ['200 at once take three minutes', all(200, 10_000), 190_000],
    ['no end is shown before it is known', [...all(10, 0), 70_000], 70_000],
    ['a bucket refills while nothing is known', [...all(50, 0), ...all(50, 60_000)], 60_000],
    ['order does not matter', [70_000, ...all(51, 0)], 70_000],
  ])('%s', (_what, knownAt, end) => {
    expect(earliestEnd(knownAt, slack)).toBeCloseTo(end, 3);
  });
});
