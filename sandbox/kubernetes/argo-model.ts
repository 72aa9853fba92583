import type { Condition, KubernetesObject, LabelSelector, PodTemplate } from './model.ts';

/** Argo Rollouts' kinds. Its API fills in no defaults: what a manifest leaves out stays out. */
export interface AnalysisReference {
  templates: { templateName: string }[];
  args?: { name: string; value: string }[];
}

/** Exactly one field is set, and names the kind of step. */
export interface CanaryStep {
  setWeight?: number;
  pause?: { duration?: string | number };
  analysis?: AnalysisReference;
}

export interface CanaryStrategy {
  steps?: CanaryStep[];
  maxSurge?: number | string;
  maxUnavailable?: number | string;
  /** Runs beside the steps, from one of them on. */
  analysis?: AnalysisReference & { startingStep?: number };
}

export interface BlueGreenStrategy {
  activeService: string;
  previewService?: string;
  previewReplicaCount?: number;
  autoPromotionEnabled?: boolean;
  autoPromotionSeconds?: number;
  scaleDownDelaySeconds?: number;
  abortScaleDownDelaySeconds?: number;
  prePromotionAnalysis?: AnalysisReference;
  postPromotionAnalysis?: AnalysisReference;
}

export interface RolloutSpec {
  replicas?: number;
  selector?: LabelSelector;
  template: PodTemplate;
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  paused?: boolean;
  strategy?: { canary?: CanaryStrategy; blueGreen?: BlueGreenStrategy };
}

export interface RunStatus {
  name: string;
  status: string;
  message?: string;
}

export interface CanaryStatus {
  currentStepAnalysisRunStatus?: RunStatus;
  currentBackgroundAnalysisRunStatus?: RunStatus;
}

export interface BlueGreenStatus {
  activeSelector?: string;
  previewSelector?: string;
  scaleUpPreviewCheckPoint?: boolean;
  prePromotionAnalysisRunStatus?: RunStatus;
  postPromotionAnalysisRunStatus?: RunStatus;
}

export interface PauseCondition {
  reason: string;
  startTime: string;
}

export type RolloutPhase = 'Healthy' | 'Degraded' | 'Progressing' | 'Paused';

export interface RolloutStatus {
  HPAReplicas?: number;
  abort?: boolean;
  abortedAt?: string;
  availableReplicas?: number;
  blueGreen: BlueGreenStatus;
  canary: CanaryStatus;
  collisionCount?: number;
  conditions?: Condition[];
  controllerPause?: boolean;
  currentPodHash?: string;
  currentStepHash?: string;
  currentStepIndex?: number;
  message?: string;
  /** A number, as text. */
  observedGeneration?: string;
  pauseConditions?: PauseCondition[];
  phase?: RolloutPhase;
  promoteFull?: boolean;
  readyReplicas?: number;
  replicas?: number;
  selector?: string;
  stableRS?: string;
  updatedReplicas?: number;
}

export interface Rollout extends KubernetesObject {
  spec: RolloutSpec;
  status?: RolloutStatus;
}

export interface Metric {
  name: string;
  interval?: string;
  count?: number | string;
  failureLimit?: number | string;
  inconclusiveLimit?: number | string;
  consecutiveErrorLimit?: number | string;
  successCondition?: string;
  failureCondition?: string;
  provider: { prometheus?: { address?: string; query?: string } };
}

export interface AnalysisTemplate extends KubernetesObject {
  spec: { args?: { name: string; value?: string }[]; metrics: Metric[] };
}

export type AnalysisPhase = 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error' | 'Inconclusive';

export interface Measurement {
  phase: AnalysisPhase;
  message?: string;
  value?: string;
  startedAt: string;
  finishedAt: string;
}

export interface MetricResult {
  name: string;
  phase: AnalysisPhase;
  message?: string;
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
  consecutiveError?: number;
  measurements?: Measurement[];
}

export interface AnalysisRun extends KubernetesObject {
  spec: { args?: { name: string; value?: string }[]; metrics: Metric[]; terminate?: boolean };
  status?: {
    phase: AnalysisPhase;
    message?: string;
    startedAt?: string;
    metricResults?: MetricResult[];
  };
}

export interface Service extends KubernetesObject {
  spec: { selector?: Record<string, string>; [field: string]: unknown };
}

/** `10`, `10s`, `5m`, `1h30m` in seconds; undefined for anything else. */
export function secondsOf(duration: string | number | undefined): number | undefined {
  if (typeof duration === 'number') return duration;
  if (duration === undefined) return undefined;
  if (/^\d+$/.test(duration)) return Number(duration);
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.map(([part]) => part).join('') !== duration || parts.length === 0) return undefined;
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 1), 0);
}
