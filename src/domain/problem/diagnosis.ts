import type { Problem } from './problem.ts';

/** What is wrong with one container of one pod, before it is grouped with the same in other pods. */
export type Diagnosis = Pick<
  Problem,
  'reason' | 'message' | 'exitCode' | 'signal' | 'memoryLimit' | 'missing' | 'probe' | 'requests'
>;
