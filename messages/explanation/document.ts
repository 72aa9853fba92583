import type { LogResult } from '../../src/domain/log/log.ts';
import type { ExplainedProblem, Explanation } from '../../src/domain/rollout/explanation.ts';
import type { PodCounts } from '../../src/domain/rollout/observation.ts';
import type { WorkloadReference } from '../../src/domain/rollout/workload.ts';
import { problemHint, problemSentence } from '../problem.ts';
import { explanationHeadline } from './headline.ts';

/**
 * One workload in the JSON of `shipmate explain --json`, which is an array of these. Stable: fields may be added, and
 * none changes its meaning.
 */
export interface ExplanationDocument {
  /** As configured, else the context of the kubeconfig; empty for objects from files. */
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: WorkloadReference['kind'];
  readonly name: string;
  readonly phase: Explanation['phase'];
  /** One sentence or more, never empty. */
  readonly message: string;
  /** 0 when Kubernetes has given it none. */
  readonly revision: number;
  readonly version: string;
  /** Absent when the objects do not tell. */
  readonly counts?: PodCounts;
  /** Worst first. */
  readonly problems: readonly ProblemDocument[];
}

export interface ProblemDocument {
  readonly reason: string;
  readonly sentence: string;
  readonly hint?: string;
  /** Empty for a problem of the workload as a whole. */
  readonly container: string;
  readonly pods: number;
  readonly restarts: number;
  /** The pod that is the evidence; empty when there is none. */
  readonly pod: string;
  readonly image: string;
  /** The kubelet's or controller's own words. */
  readonly message: string;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly memoryLimit?: string;
  readonly missing?: { readonly kind: string; readonly name: string; readonly key?: string };
  /** Of a live workload only. */
  readonly log?: LogDocument;
}

export type LogDocument =
  | {
      readonly lines: readonly string[];
      readonly isPrevious: boolean;
      readonly isCut: boolean;
      readonly hidden?: number;
      /** The container that wrote them, where it is not the problem's own. */
      readonly container?: string;
    }
  | { readonly none: string };

export function explanationDocument(explanation: Explanation): ExplanationDocument {
  const { look, phase, versionLabel, problems } = explanation;
  const { cluster, namespace, kind, name } = look.workload;
  return {
    cluster,
    namespace,
    kind,
    name,
    phase,
    message: explanationHeadline(explanation),
    revision: look.revision.number,
    version: versionLabel,
    ...(look.counts === undefined ? {} : { counts: look.counts }),
    problems: problems.map((each) => problemDocument(each, versionLabel)),
  };
}

function problemDocument({ problem, log }: ExplainedProblem, versionLabel: string): ProblemDocument {
  const { reason, ...evidence } = problem;
  const hint = problemHint(problem);
  return {
    reason,
    sentence: problemSentence(problem, versionLabel),
    ...(hint === undefined ? {} : { hint }),
    ...evidence,
    ...(log === undefined ? {} : { log: logDocument(log) }),
  };
}

function logDocument(log: LogResult): LogDocument {
  return log.kind === 'none' ? { none: log.because } : log.tail;
}
