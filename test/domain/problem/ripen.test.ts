import { describe, expect, it } from 'vitest';
import { keyedSuspects, ripen, ripensAt, unripe } from '../../../src/domain/problem/ripen.ts';
import type { Suspect } from '../../../src/domain/problem/suspect.ts';
import { withinReason } from '../../../src/domain/problem/within-reason.ts';
import { crash, look, revision } from '../release/story.ts';

const minute = 60_000;
const unready = (...from: readonly number[]): Suspect => ({
  problem: crash({ reason: 'NotReady', restarts: 0, pods: from.length }),
  patienceMs: 3 * minute,
  spans: from.map((at) => ({ from: at })),
});
const seen = look(43, {
  suspects: [unready(0, minute)],
  olderTroubles: [{ revision: revision(42), problems: [], suspects: [unready(2 * minute)] }],
});
const at = (now: number) => ({ now, patience: 1 });

describe('what is suspected', () => {
  it('of a version and of the one before ripens each in its own time', () => {
    const early = ripen(seen, at(4 * minute));
    const late = ripen(seen, at(5 * minute));

    expect(early.problems).toMatchObject([{ reason: 'NotReady', pods: 2, since: 0 }]);
    expect(early.olderTroubles[0]?.problems).toEqual([]);
    expect(late.olderTroubles[0]?.problems).toMatchObject([{ reason: 'NotReady', since: 2 * minute }]);
    expect([0, 3, 4, 5].map((minutes) => ripensAt(seen, at(minutes * minute)))).toEqual([
      3 * minute,
      4 * minute,
      5 * minute,
      undefined,
    ]);
  });

  it('has a key of its own for each version, so that one was seen first does not age the other', () => {
    const [first, second] = keyedSuspects(seen).map(({ key }) => key);
    const firstSeenAt = (key: string) => (key === second ? 10 * minute : 0);

    const judged = ripen(seen, { ...at(11 * minute), firstSeenAt });

    expect(first).not.toBe(second);
    expect(judged.problems).toHaveLength(1);
    expect(judged.olderTroubles[0]?.problems).toEqual([]);
  });

  it('is what may pass until it has lasted, and no longer once its time is over', () => {
    const over = look(43, { suspects: [{ ...unready(0), spans: [{ from: 0, until: minute }] }] });

    expect(unripe(seen, at(2 * minute))).toMatchObject([{ reason: 'NotReady', pods: 2, since: 0 }]);
    expect(unripe(seen, at(3 * minute))).toEqual([]);
    expect(unripe(over, at(0))).toHaveLength(1);
    expect(unripe(over, at(minute))).toEqual([]);
  });

  it('of a workload as a whole counts no pods', () => {
    const { problem, ...rest } = unready(0);
    const whole = look(43, { suspects: [{ ...rest, problem: { ...problem, pods: 0 } }] });

    expect(ripen(whole, at(5 * minute)).problems).toMatchObject([{ pods: 0 }]);
    expect(unripe(whole, at(0))).toMatchObject([{ pods: 0 }]);
  });
});

describe('a look with more problems than anybody could want', () => {
  it('keeps the worst', () => {
    const many = Array.from({ length: 80 }, (_, index) => crash({ container: `c${index}`, pods: index }));

    const kept = withinReason(look(43, { problems: many })).problems;

    expect(kept).toHaveLength(50);
    expect(Math.min(...kept.map(({ pods }) => pods))).toBe(30);
  });
});
