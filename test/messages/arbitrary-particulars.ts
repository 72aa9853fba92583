import fc from 'fast-check';
import type { Particulars } from '../../src/domain/rollout/particulars.ts';

interface Parts {
  readonly anyText: fc.Arbitrary<string>;
  readonly anyTime: fc.Arbitrary<number>;
  readonly anyCount: fc.Arbitrary<number>;
}

/** What only one kind of workload has, filled with any values. */
export function arbitraryParticulars({ anyText, anyTime, anyCount }: Parts): fc.Arbitrary<Particulars> {
  const anyAnalysis = fc.record({ name: anyText, status: anyText, message: anyText });

  return fc.oneof(
    fc.record(
      {
        kind: fc.constant('job'),
        name: anyText,
        startedAt: anyTime,
        finishedAt: anyTime,
        reason: anyText,
      },
      { requiredKeys: ['kind', 'name'] },
    ),
    fc.record(
      {
        kind: fc.constant('canary'),
        step: anyCount,
        steps: anyCount,
        weight: anyCount,
        isAborted: fc.boolean(),
        analysis: anyAnalysis,
        resumesAt: anyTime,
      },
      { requiredKeys: ['kind', 'step', 'steps', 'isAborted'] },
    ),
    fc.record(
      {
        kind: fc.constant('blue-green'),
        isActive: fc.boolean(),
        isAborted: fc.boolean(),
        analysis: anyAnalysis,
        resumesAt: anyTime,
      },
      { requiredKeys: ['kind', 'isActive', 'isAborted'] },
    ),
  );
}
