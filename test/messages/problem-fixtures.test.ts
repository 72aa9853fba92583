import { describe, expect, it } from 'vitest';
import { olderSentence } from '../../messages/older.ts';
import { problemSentence } from '../../messages/problem.ts';
import { problemHint } from '../../messages/problem-hint.ts';
import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import { revisionLabel } from '../../src/domain/rollback/candidate.ts';
import { judgedAt, type ProblemFixture, problemFixtures } from '../domain/problem/fixture.ts';

const created = Date.parse('2026-08-01T10:00:00Z');
const dayMs = 24 * 3_600_000;
const fixtures = problemFixtures();
const named = (list: readonly ProblemFixture[]) => list.map((fixture) => [fixture.name, fixture] as const);

const isQuiet = ({ name }: ProblemFixture) => name.startsWith('quiet-');
const isSlow = ({ since }: ProblemFixture) => since !== undefined;

describe('a reason that is reported at once', () => {
  it.each(named(fixtures.filter((each) => !isQuiet(each) && !isSlow(each))))('%s', (_name, fixture) => {
    expect(saidAt(fixture, created)).toEqual(fixture.says);
    expect(olderSaidAt(fixture, created + dayMs)).toEqual(fixture.older ?? []);
    expect([...fixture.says, ...(fixture.older ?? [])]).not.toEqual([]);
  });
});

describe('what may pass, and is reported when it has lasted', () => {
  it.each(named(fixtures.filter(isSlow)))('%s', (_name, fixture) => {
    const dueAt = Date.parse(fixture.since ?? '') + (fixture.waits ?? 0) * 1_000;

    expect(saidAt(fixture, dueAt - 1)).toEqual([]);
    expect(saidAt(fixture, dueAt)).toEqual(fixture.says);
    expect(fixture.says).not.toEqual([]);
  });
});

describe('a look-alike that raises no alarm', () => {
  it.each(named(fixtures.filter(isQuiet)))('%s', (_name, fixture) => {
    const quietMs = fixture.quietFor === undefined ? dayMs : fixture.quietFor * 1_000;

    expect(fixture.says).toEqual([]);
    for (const part of [0, 0.1, 0.5, 1]) {
      expect(saidAt(fixture, created + part * quietMs)).toEqual([]);
      expect(olderSaidAt(fixture, created + part * quietMs)).toEqual([]);
    }
  });
});

/** Everything a person reads of the workload's problems at that time. */
function saidAt(fixture: ProblemFixture, now: number): readonly string[] {
  return judgedAt(fixture, now).problems.flatMap((problem) => [
    problemSentence(problem, 'v43'),
    problemHint(problem, { namespace: 'prod' }),
  ]);
}

/** What is said of versions that are being left, once all of it has lasted. */
function olderSaidAt(fixture: ProblemFixture, now: number): readonly string[] {
  const { problems, olderTroubles, older } = judgedAt(fixture, now);
  const previousLabel = older[0] && revisionLabel('payments-api', older[0]);
  const isToo = problems.some(countsAgainstRelease);
  return olderTroubles.flatMap(({ revision, problems: ofOlder }) => {
    const label = revisionLabel('payments-api', revision);
    return ofOlder.map((problem) =>
      olderSentence(problem, { label, versionLabel: 'v43', previousLabel, isToo }),
    );
  });
}
