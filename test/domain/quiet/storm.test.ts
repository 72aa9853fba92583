import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Told } from '../../../src/domain/quiet/digest.ts';
import {
  type Admission,
  admit,
  type ChannelWatch,
  calm,
  calmAt,
  conclude,
  type StormSettings,
  settle,
} from '../../../src/domain/quiet/storm.ts';

const settings: StormSettings = { problems: 2, withinMs: 100 };

const told = (at: number, index = 0): Told => ({ cardId: `card-${index}`, notice: `failing/${index}`, at });

interface Played {
  readonly opening: Told;
  readonly kind: Admission['kind'];
  readonly digest: string | undefined;
}

/** What becomes of openings at these times; each digest is named by what opened it. */
function play(times: readonly number[], by: StormSettings = settings): readonly Played[] {
  let watch: ChannelWatch = calm;
  return times.map((at, index) => {
    const opening = told(at, index);
    const admission = admit(watch, opening, { settings: by, newId: `digest-${index}` });
    watch = admission.watch;
    const digest = admission.kind === 'ping' ? undefined : watch.storm?.digest;
    return { opening, kind: admission.kind, digest };
  });
}

describe('admit', () => {
  it.each([
    [[0], 'ping'],
    [[0, 1], 'ping ping'],
    [[0, 1, 2], 'ping ping open'],
    [[0, 1, 2, 3, 50], 'ping ping open join join'],
    [[0, 1, 2, 101, 200, 299], 'ping ping open join join join'],
    [[0, 1, 2, 102], 'ping ping open ping'],
    [[0, 50, 100], 'ping ping ping'],
    [[0, 50, 99], 'ping ping open'],
    [[0, 50, 100, 101], 'ping ping ping open'],
    [[0, 0, 0, 0], 'ping ping open join'],
  ])('openings at %j: %s', (times, expected) => {
    const kinds = play(times).map(({ kind }) => kind);

    expect(kinds.join(' ')).toBe(expected);
  });

  it('folds at most what is too much: with a span of nothing, nothing', () => {
    const kinds = play([0, 1, 2, 3], { problems: 1, withinMs: 0 }).map(({ kind }) => kind);

    expect(kinds).toEqual(['ping', 'ping', 'ping', 'ping']);
  });
});

describe('a storm', () => {
  const storm: ChannelWatch = { pings: [told(90)], storm: { digest: 'd', lastAt: 100 } };

  it('is over when nothing has joined it for a while', () => {
    expect(calmAt(storm, settings)).toBe(200);
    expect(settle(storm, 189, settings)).toEqual(storm);
    expect(settle(storm, 199, settings)).toEqual({ pings: [], storm: storm.storm });
    expect(settle(storm, 200, settings)).toEqual({ pings: [], ended: ['d'] });
  });

  it('is remembered until its end is told, also when the next one has begun', () => {
    const after = settle({ ...storm, ended: ['c'] }, 200, settings);

    expect(admit(after, told(201), { settings, newId: 'e' }).watch.ended).toEqual(['c', 'd']);
    expect(conclude(after, ['c'])).toEqual({ pings: [], ended: ['d'] });
    expect(conclude(after, ['c', 'd'])).toEqual(calm);
    expect(conclude(calm, ['c'])).toEqual(calm);
  });

  it('is none in a calm channel', () => {
    expect(calmAt(calm, settings)).toBeUndefined();
    expect(settle(calm, 5, settings)).toEqual(calm);
  });
});

describe('whatever opens, and whenever', () => {
  const gaps = array(integer({ min: 0, max: 120 }), { maxLength: 60 });
  const anySettings = record({
    problems: integer({ min: 1, max: 5 }),
    withinMs: integer({ min: 1, max: 150 }),
  });
  const timesOf = (spans: readonly number[]) => {
    let at = 0;
    return spans.map((span) => {
      at += span;
      return at;
    });
  };

  it('no span has more pings than it may', () => {
    assert(
      property(gaps, anySettings, (spans, by) => {
        const pings = play(timesOf(spans), by).filter(({ kind }) => kind === 'ping');

        for (const { opening } of pings) {
          const within = pings.filter((each) => {
            return each.opening.at > opening.at - by.withinMs && each.opening.at <= opening.at;
          });
          expect(within.length).toBeLessThanOrEqual(by.problems);
        }
      }),
    );
  });

  it('all that does not ping is in one digest, which was opened once and by the first of it', () => {
    assert(
      property(gaps, anySettings, (spans, by) => {
        const played = play(timesOf(spans), by);

        const digests = Map.groupBy(
          played.filter(({ kind }) => kind !== 'ping'),
          ({ digest }) => digest,
        );
        for (const [digest, members] of digests) {
          expect(digest).toBeDefined();
          expect(members.map(({ kind }) => kind)).toEqual(['open', ...members.slice(1).map(() => 'join')]);
        }
        expect(played.filter(({ kind, digest }) => kind === 'ping' && digest !== undefined)).toEqual([]);
      }),
    );
  });

  it('a storm begins only after as many pings as may be', () => {
    assert(
      property(gaps, anySettings, (spans, by) => {
        const played = play(timesOf(spans), by);

        for (const [index, each] of played.entries()) {
          if (each.kind !== 'open') continue;
          const since = each.opening.at - by.withinMs;
          const pings = played
            .slice(0, index)
            .filter(({ kind, opening }) => kind === 'ping' && opening.at > since);
          expect(pings).toHaveLength(by.problems);
        }
      }),
    );
  });
});
