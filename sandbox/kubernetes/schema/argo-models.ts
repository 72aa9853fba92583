import { argoCdFields } from './argo-cd-models.ts';
import type { Attribute } from './models.ts';

type Fields = Readonly<Record<string, string>>;

/**
 * The schema of Argo Rollouts' kinds, as far as the stand-in goes: what its definitions have besides (experiments,
 * traffic routers, other providers of metrics) is an unknown field here.
 * https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
const fields: Readonly<Record<string, Fields>> = {
  V1alpha1Rollout: {
    apiVersion: 'string',
    kind: 'string',
    metadata: 'V1ObjectMeta',
    spec: 'V1alpha1RolloutSpec',
    status: 'V1alpha1RolloutStatus',
  },
  V1alpha1RolloutSpec: {
    replicas: 'number',
    selector: 'V1LabelSelector',
    template: 'V1PodTemplateSpec',
    minReadySeconds: 'number',
    revisionHistoryLimit: 'number',
    progressDeadlineSeconds: 'number',
    paused: 'boolean',
    strategy: 'V1alpha1Strategy',
  },
  V1alpha1Strategy: { canary: 'V1alpha1Canary', blueGreen: 'V1alpha1BlueGreen' },
  V1alpha1Canary: {
    steps: 'Array<V1alpha1CanaryStep>',
    maxSurge: 'IntOrString',
    maxUnavailable: 'IntOrString',
    analysis: 'V1alpha1BackgroundAnalysis',
  },
  V1alpha1CanaryStep: { setWeight: 'number', pause: 'V1alpha1Pause', analysis: 'V1alpha1Analysis' },
  V1alpha1Pause: { duration: 'IntOrString' },
  V1alpha1Analysis: { templates: 'Array<V1alpha1TemplateName>', args: 'Array<V1alpha1Argument>' },
  V1alpha1BackgroundAnalysis: {
    templates: 'Array<V1alpha1TemplateName>',
    args: 'Array<V1alpha1Argument>',
    startingStep: 'number',
  },
  V1alpha1TemplateName: { templateName: 'string' },
  V1alpha1Argument: { name: 'string', value: 'string' },
  V1alpha1BlueGreen: {
    activeService: 'string',
    previewService: 'string',
    previewReplicaCount: 'number',
    autoPromotionEnabled: 'boolean',
    autoPromotionSeconds: 'number',
    scaleDownDelaySeconds: 'number',
    abortScaleDownDelaySeconds: 'number',
    prePromotionAnalysis: 'V1alpha1Analysis',
    postPromotionAnalysis: 'V1alpha1Analysis',
  },
  V1alpha1RolloutStatus: {
    HPAReplicas: 'number',
    abort: 'boolean',
    abortedAt: 'Date',
    availableReplicas: 'number',
    blueGreen: 'V1alpha1BlueGreenStatus',
    canary: 'V1alpha1CanaryStatus',
    collisionCount: 'number',
    conditions: 'Array<V1DeploymentCondition>',
    controllerPause: 'boolean',
    currentPodHash: 'string',
    currentStepHash: 'string',
    currentStepIndex: 'number',
    message: 'string',
    observedGeneration: 'string',
    pauseConditions: 'Array<V1alpha1PauseCondition>',
    phase: 'string',
    promoteFull: 'boolean',
    readyReplicas: 'number',
    replicas: 'number',
    selector: 'string',
    stableRS: 'string',
    updatedReplicas: 'number',
  },
  V1alpha1PauseCondition: { reason: 'string', startTime: 'Date' },
  V1alpha1CanaryStatus: {
    currentStepAnalysisRunStatus: 'V1alpha1RunStatus',
    currentBackgroundAnalysisRunStatus: 'V1alpha1RunStatus',
  },
  V1alpha1BlueGreenStatus: {
    activeSelector: 'string',
    previewSelector: 'string',
    scaleUpPreviewCheckPoint: 'boolean',
    prePromotionAnalysisRunStatus: 'V1alpha1RunStatus',
    postPromotionAnalysisRunStatus: 'V1alpha1RunStatus',
  },
  V1alpha1RunStatus: { name: 'string', status: 'string', message: 'string' },
  V1alpha1AnalysisTemplate: {
    apiVersion: 'string',
    kind: 'string',
    metadata: 'V1ObjectMeta',
    spec: 'V1alpha1AnalysisTemplateSpec',
  },
  V1alpha1AnalysisTemplateSpec: { args: 'Array<V1alpha1Argument>', metrics: 'Array<V1alpha1Metric>' },
  V1alpha1Metric: {
    name: 'string',
    interval: 'string',
    count: 'IntOrString',
    failureLimit: 'IntOrString',
    inconclusiveLimit: 'IntOrString',
    consecutiveErrorLimit: 'IntOrString',
    successCondition: 'string',
    failureCondition: 'string',
    provider: 'V1alpha1Provider',
  },
  V1alpha1Provider: { prometheus: 'V1alpha1Prometheus' },
  V1alpha1Prometheus: { address: 'string', query: 'string' },
  V1alpha1AnalysisRun: {
    apiVersion: 'string',
    kind: 'string',
    metadata: 'V1ObjectMeta',
    spec: 'V1alpha1AnalysisRunSpec',
    status: 'V1alpha1AnalysisRunStatus',
  },
  V1alpha1AnalysisRunSpec: {
    args: 'Array<V1alpha1Argument>',
    metrics: 'Array<V1alpha1Metric>',
    terminate: 'boolean',
  },
  V1alpha1AnalysisRunStatus: {
    phase: 'string',
    message: 'string',
    startedAt: 'Date',
    metricResults: 'Array<V1alpha1MetricResult>',
  },
  V1alpha1MetricResult: {
    name: 'string',
    phase: 'string',
    message: 'string',
    count: 'number',
    successful: 'number',
    failed: 'number',
    inconclusive: 'number',
    error: 'number',
    consecutiveError: 'number',
    measurements: 'Array<V1alpha1Measurement>',
  },
  V1alpha1Measurement: {
    phase: 'string',
    message: 'string',
    value: 'string',
    startedAt: 'Date',
    finishedAt: 'Date',
  },
};

export function argoAttributesOf(model: string): Attribute[] | undefined {
  const known = fields[model] ?? argoCdFields[model];
  if (known === undefined) return undefined;
  return Object.entries(known).map(([baseName, type]) => ({
    baseName,
    type,
    format: type === 'number' ? 'int32' : '',
  }));
}
