import type { MissingReference, ProblemReason } from './problem.ts';

/** What is wrong with one container of one pod, before it is grouped with the same in other pods. */
export interface Diagnosis {
  readonly reason: ProblemReason;
  /** The kubelet's words, or what the container left as its termination message; untrusted text. */
  readonly message: string;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly memoryLimit?: string;
  readonly missing?: MissingReference;
}
