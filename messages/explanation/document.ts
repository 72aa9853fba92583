import type { LogResult } from '../../src/domain/log/log.ts';
import type { ExplainedProblem, Explanation } from '../../src/domain/rollout/explanation.ts';
import type { PodCounts } from '../../src/domain/rollout/observation.ts';
import type { WorkloadReference } from '../../src/domain/rollout/workload.ts';
import { problemSentence } from '../problem.ts';
import { problemHint } from '../problem-hint.ts';
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
  /** What has not lasted for long enough to be called a problem, and may pass by itself. Absent when there is none. */
  readonly suspected?: readonly ProblemDocument[];
  /** Of pods of versions that are being left: nothing against this one. Absent when there are none. */
  readonly olderProblems?: readonly OlderProblemDocument[];
}

export type OlderProblemDocument = ProblemDocument & {
  /** Of the version that has the problem. */
  readonly version: string;
};

export interface ProblemDocument {
  readonly reason: string;
  readonly sentence: string;
  readonly hint: string;
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
  const { look, phase, versionLabel, problems, olderProblems } = explanation;
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
    problems: problems.map((each) => problemDocument(each, { version: versionLabel, look })),
    ...(look.suspected.length === 0
      ? {}
      : {
          suspected: look.suspected.map((problem) =>
            problemDocument({ problem }, { version: versionLabel, look }),
          ),
        }),
    ...(olderProblems.length === 0
      ? {}
      : {
          olderProblems: olderProblems.map(({ versionLabel: version, problem }) => ({
            version,
            ...problemDocument({ problem }, { version, look }),
          })),
        }),
  };
}

function problemDocument(
  { problem, log }: ExplainedProblem,
  { version, look }: { readonly version: string; readonly look: Explanation['look'] },
): ProblemDocument {
  const { reason, ...evidence } = problem;
  return {
    reason,
    sentence: problemSentence(problem, version),
    hint: problemHint(problem, look.workload),
    ...evidence,
    ...(log === undefined ? {} : { log: logDocument(log) }),
  };
}

function logDocument(log: LogResult): LogDocument {
  return log.kind === 'none' ? { none: log.because } : log.tail;
}
