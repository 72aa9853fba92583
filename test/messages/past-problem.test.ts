import { describe, expect, it } from 'vitest';
import { problemSentence } from '../../messages/problem.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import { judgedAt, problemFixtures } from '../domain/problem/fixture.ts';

const created = Date.parse('2026-08-01T10:00:00Z');
/** What outlasts the version: nobody takes an autoscaler back. */
const outlasts: ReadonlySet<Problem['reason']> = new Set(['AutoscalerFailing']);

/** One of each kind of sentence that the fixtures know. */
const problems = problemFixtures()
  .filter(({ name }) => !name.startsWith('quiet-'))
  .flatMap((fixture) => {
    const dueAt =
      fixture.since === undefined ? created : Date.parse(fixture.since) + (fixture.waits ?? 0) * 1_000;
    return judgedAt(fixture, dueAt).problems.map(
      (problem) => [`${fixture.name}: ${problem.reason}`, problem] as const,
    );
  })
  .filter(([, { reason }]) => !outlasts.has(reason));

describe('what was wrong with a version that was taken back', () => {
  it.each(problems)('%s is told as what was', (_name, problem) => {
    const said = problemSentence(problem, 'v43', 'then');
    const own = said
      .replace(/(?:Kubernetes|Argo Rollouts|It) sa(?:ys|id):.*$/s, '')
      .replace(/“[^”]*”|, .*(?=\(|\.)/g, '');

    expect(said).toMatchSnapshot();
    expect(own).not.toMatch(
      /\b(?:is|are|has|have|exits|keeps|waits?|asks|cannot|does|do|gets|answers|runs|goes)\b/,
    );
  });

  it('an autoscaler fails all the same', () => {
    const problem = problemFixtures()
      .flatMap((fixture) => judgedAt(fixture, created + 86_400_000).problems)
      .find(({ reason }) => outlasts.has(reason));

    expect(problem && problemSentence(problem, 'v43', 'then')).toBe(
      problem && problemSentence(problem, 'v43'),
    );
  });
});
