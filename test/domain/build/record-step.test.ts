import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Build, StepReport, StepStatus } from '../../../src/domain/build/build.ts';
import { buildStatus, lateReport, recordStep } from '../../../src/domain/build/record-step.ts';

const report = (step: string, status: StepStatus, more: Partial<StepReport> = {}): StepReport => ({
  build: '7',
  service: 'payments-api',
  step,
  status,
  ...more,
});

function record(...reports: readonly StepReport[]): Build {
  const [first, ...rest] = reports;
  if (first === undefined) throw new Error('a build begins with a report');
  return rest.reduce(
    (build, each, index) => recordStep(build, each, index + 1),
    recordStep(undefined, first, 0),
  );
}

describe('recordStep', () => {
  it('follows a step from running to passed', () => {
    const build = record(report('test', 'running'), report('test', 'passed', { detail: '312 passed' }));

    expect(build.steps).toEqual([
      { id: 'test', title: 'test', status: 'passed', detail: '312 passed', startedAt: 0, finishedAt: 1 },
    ]);
    expect(buildStatus(build)).toBe('passed');
  });

  it('lets no late report take a finished step back', () => {
    const build = record(report('test', 'failed'), report('test', 'running'), report('test', 'passed'));

    expect(build.steps[0]?.status).toBe('failed');
    expect(buildStatus(build)).toBe('failed');
  });

  it('keeps what was said once of the build', () => {
    const build = record(
      report('checkout', 'passed', { commit: '8f3c2d1', author: 'Ada' }),
      report('push', 'passed', { image: 'r.example/a:v1', commit: 'ffffffff' }),
    );

    expect(build).toMatchObject({ commit: '8f3c2d1', author: 'Ada', image: 'r.example/a:v1' });
  });

  it('never goes back, whatever the order', () => {
    const rank = { pending: 0, running: 1, passed: 2, failed: 2, skipped: 2 };
    const statuses = fc.array(
      fc.constantFrom<StepStatus>('pending', 'running', 'passed', 'failed', 'skipped'),
      {
        minLength: 1,
      },
    );

    fc.assert(
      fc.property(statuses, (sequence) => {
        let build: Build | undefined;
        let highest = 0;
        for (const status of sequence) {
          build = recordStep(build, report('s', status), 1);
          highest = Math.max(highest, rank[status]);
          expect(rank[build.steps[0]?.status ?? 'pending']).toBe(highest);
        }
      }),
    );
  });
});

describe('lateReport', () => {
  const ended = record(report('test', 'failed', { detail: '3 failed' }), report('image', 'running'));

  it.each<[string, StepReport, ReturnType<typeof lateReport>]>([
    ['a step that is not known', report('scan', 'passed'), undefined],
    ['a step that goes on', report('image', 'passed'), undefined],
    ['a copy', report('test', 'failed', { detail: '3 failed' }), { kind: 'repeats', ended: 'failed' }],
    ['one that was overtaken', report('test', 'running'), { kind: 'repeats', ended: 'failed' }],
    [
      'more of the same end',
      report('test', 'failed', { detail: '4' }),
      { kind: 'describes', ended: 'failed' },
    ],
    [
      'more of the build',
      report('test', 'running', { author: 'Ada' }),
      { kind: 'describes', ended: 'failed' },
    ],
    ['another end', report('test', 'passed'), { kind: 'contradicts', ended: 'failed' }],
    ['an end that says it was none', report('test', 'skipped'), { kind: 'contradicts', ended: 'failed' }],
  ])('of %s', (_what, late, expected) => {
    expect(lateReport(ended, late, 9)).toEqual(expected);
  });
});
