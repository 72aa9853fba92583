import { describe, expect, it } from 'vitest';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { leftBy, pastLooks } from '../../../src/domain/rollout/past-looks.ts';
import { counts, crash, look, revision } from '../release/story.ts';

const seen = (overrides: Partial<WorkloadObservation> = {}) =>
  look(45, { older: [44, 43, 42].map((number) => revision(number)), ...overrides });
const numbers = (looks: readonly WorkloadObservation[]) => looks.map((each) => each.revision.number);

describe('the looks that nobody took', () => {
  it.each([
    [41, [42, 43, 44]],
    [42, [43, 44]],
    [43, [44]],
    [44, []],
    [45, []],
    // An API server that was restored from a back-up.
    [60, []],
  ])('after revision %i are of each revision since, oldest first', (lastSeen, expected) => {
    expect(numbers(pastLooks(seen(), { revision: lastSeen }))).toEqual(expected);
  });

  it('are none of what the cluster keeps no longer', () => {
    const older = [44, 40].map((number) => revision(number));

    expect(numbers(pastLooks(seen({ older }), { revision: 40 }))).toEqual([44]);
  });

  it('are of a revision at each of its times, when somebody returned to it', () => {
    const back = { ...revision(42), number: 44, formerNumbers: [40, 42] };
    const past = pastLooks(seen({ older: [back, revision(43), revision(41)] }), { revision: 41 });

    expect(
      past.map(({ revision: { revisionUid, number, formerNumbers } }) => ({
        revisionUid,
        number,
        formerNumbers,
      })),
    ).toEqual([
      { revisionUid: 'rs-42', number: 42, formerNumbers: [40] },
      { revisionUid: 'rs-43', number: 43, formerNumbers: undefined },
      { revisionUid: 'rs-42', number: 44, formerNumbers: [40, 42] },
    ]);
    expect(past.map(({ older }) => older.map(({ number }) => number))).toEqual([
      [41, 40],
      [42, 41, 40],
      [43, 42, 41, 40],
    ]);
  });

  it('are of the revision of now, too, where it was there before', () => {
    const now = revision(45, { formerNumbers: [43] });

    expect(
      numbers(pastLooks(seen({ revision: now, older: [revision(44), revision(42)] }), { revision: 42 })),
    ).toEqual([43, 44]);
  });

  it('say nothing that is only known of now', () => {
    const [past] = pastLooks(
      seen({
        phase: 'failed',
        message: 'progress deadline exceeded',
        counts: counts(2),
        deadlineExceededAt: 9_000,
        problems: [crash()],
        serving: revision(43),
        older: [
          {
            ...revision(44),
            changed: [{ what: 'reference', how: 'changed', container: '', name: 'credentials' }],
          },
          revision(43),
        ],
        labels: { 'app.kubernetes.io/version': 'v45', 'shipmate.dev/team': 'payments' },
        annotations: { 'shipmate.dev/commit': 'abc', 'shipmate.dev/channel': '#here' },
      }),
      { revision: 43, deadlineExceededAt: 4_000 },
    );

    expect(past).toEqual({
      ...look(44),
      isPast: true,
      labels: { 'shipmate.dev/team': 'payments' },
      annotations: { 'shipmate.dev/channel': '#here' },
      revision: revision(44),
      older: [revision(43)],
      counts: { desired: 3, updated: 0, updatedAvailable: 0, old: 0, oldAvailable: 0 },
      deadlineExceededAt: 4_000,
    });
  });

  it.each(['Job', 'CronJob'] as const)('are none for a %s', (kind) => {
    const { workload } = seen();

    expect(pastLooks(seen({ workload: { ...workload, kind } }), { revision: 41 })).toEqual([]);
  });
});

describe('the latest moment at which a revision can have been left', () => {
  const at = (seenNow: WorkloadObservation, lastSeen: number) =>
    pastLooks(seenNow, { revision: lastSeen }).map((past) => [past.revision.number, leftBy(past, seenNow)]);

  it('is when the next was made', () => {
    expect(at(seen(), 42)).toEqual([
      [43, 44_000],
      [44, 45_000],
    ]);
  });

  it('is not when one was made that somebody returned to, whether or not its former numbers are kept', () => {
    const back = (formerNumbers?: readonly number[]) =>
      revision(41, { number: 44, ...(formerNumbers === undefined ? {} : { formerNumbers }) });

    for (const former of [[41], undefined]) {
      expect(at(seen({ older: [back(former), revision(43), revision(42)] }), 42)).toEqual([
        [43, 45_000],
        [44, 45_000],
      ]);
    }
  });

  it('is not known where nothing was made since', () => {
    const now = revision(42, { number: 45 });

    expect(at(seen({ revision: now, older: [revision(44), revision(43)] }), 42)).toEqual([
      [43, 44_000],
      [44, Number.POSITIVE_INFINITY],
    ]);
  });
});
