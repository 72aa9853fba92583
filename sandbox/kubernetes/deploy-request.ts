import type { BlueGreenStrategy, CanaryStep as Step } from './argo-model.ts';
import type { Behaviour } from './behaviour.ts';
import type { Strings } from './model.ts';
import type { PodFailureRule } from './workload-model.ts';

export type DeployKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'Rollout';

/** One step of a canary, as the Rollout's manifest has it; `success-rate` is the analysis that the sandbox knows. */
export type CanaryStep = Omit<Step, 'analysis'> & { analysis?: 'success-rate' };

/** Active and preview services are made with the Rollout: `NAME` and `NAME-preview`. */
export type BlueGreen = Omit<
  BlueGreenStrategy,
  'activeService' | 'previewService' | 'prePromotionAnalysis' | 'postPromotionAnalysis'
> & { prePromotionAnalysis?: 'success-rate'; postPromotionAnalysis?: 'success-rate' };

/** What only some kinds read; the API server fills in what is left open. */
export interface KindOptions {
  /** StatefulSet and DaemonSet. */
  updateStrategy?: 'RollingUpdate' | 'OnDelete';
  /** StatefulSet. */
  partition?: number;
  podManagementPolicy?: 'OrderedReady' | 'Parallel';
  /** All but Job and CronJob. */
  minReadySeconds?: number;
  /** Job, and CronJob for the Jobs it makes. */
  completions?: number;
  parallelism?: number;
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  /** Default Never. */
  restartPolicy?: 'Never' | 'OnFailure';
  podFailureRules?: PodFailureRule[];
  suspend?: boolean;
  /** CronJob; default every five minutes. */
  schedule?: string;
  concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
  /** Rollout; default: a fifth of the traffic, a pause until someone resumes, then the rest. */
  steps?: CanaryStep[];
  /** Rollout: this strategy instead of a canary. */
  blueGreen?: BlueGreen;
}

export interface DeployRequest extends KindOptions {
  /** Default Deployment. */
  kind?: DeployKind;
  namespace: string;
  name: string;
  replicas?: number;
  version: string;
  /** Default `registry.example.com/NAME:VERSION`. */
  image?: string;
  behaviour: Behaviour;
  labels?: Strings;
  annotations?: Strings;
  podAnnotations?: Strings;
  env?: Strings;
  progressDeadlineSeconds?: number;
  maxUnavailable?: number | string;
  maxSurge?: number | string;
  revisionHistoryLimit?: number;
  paused?: boolean;
  managedBy?: 'flux' | 'argocd' | 'helm';
}

/** Kinds whose pods end by themselves. */
export function isBatch({ kind }: Pick<DeployRequest, 'kind'>): boolean {
  return kind === 'Job' || kind === 'CronJob';
}
