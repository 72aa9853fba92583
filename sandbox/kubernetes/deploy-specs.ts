import type { BlueGreen, DeployKind, DeployRequest } from './deploy-request.ts';
import type { PodTemplate, Strings } from './model.ts';

type Spec = Record<string, unknown>;
type SpecOf = (request: DeployRequest, template: PodTemplate, matchLabels: Strings) => Spec;

/** The fields that are set: apply leaves out the others, and the API server fills them in. */
function present(fields: Spec): Spec {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function optional(key: string, fields: Spec): Spec {
  const set = present(fields);
  return Object.keys(set).length === 0 ? {} : { [key]: set };
}

const deployment: SpecOf = (request, template, matchLabels) => {
  const { maxSurge, maxUnavailable, paused } = request;
  return {
    replicas: request.replicas,
    selector: { matchLabels },
    strategy: { type: 'RollingUpdate', ...optional('rollingUpdate', { maxSurge, maxUnavailable }) },
    ...present({
      minReadySeconds: request.minReadySeconds,
      revisionHistoryLimit: request.revisionHistoryLimit,
      progressDeadlineSeconds: request.progressDeadlineSeconds,
      paused: paused === true ? true : undefined,
    }),
    template,
  };
};

const statefulSet: SpecOf = (request, template, matchLabels) => {
  const { partition, updateStrategy: type = 'RollingUpdate' } = request;
  return {
    serviceName: request.name,
    replicas: request.replicas,
    selector: { matchLabels },
    updateStrategy: { type, ...(type === 'OnDelete' ? {} : optional('rollingUpdate', { partition })) },
    ...present({
      podManagementPolicy: request.podManagementPolicy,
      minReadySeconds: request.minReadySeconds,
      revisionHistoryLimit: request.revisionHistoryLimit,
    }),
    template,
  };
};

const daemonSet: SpecOf = (request, template, matchLabels) => {
  const { maxUnavailable, updateStrategy: type = 'RollingUpdate' } = request;
  return {
    selector: { matchLabels },
    updateStrategy: { type, ...(type === 'OnDelete' ? {} : optional('rollingUpdate', { maxUnavailable })) },
    ...present({
      minReadySeconds: request.minReadySeconds,
      revisionHistoryLimit: request.revisionHistoryLimit,
    }),
    template,
  };
};

const job: SpecOf = (request, template) => {
  const { podFailureRules: rules, completions, parallelism, backoffLimit } = request;
  const { activeDeadlineSeconds, ttlSecondsAfterFinished, suspend } = request;
  const limits = { completions, parallelism, backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished };
  return { ...present({ ...limits, suspend }), ...optional('podFailurePolicy', { rules }), template };
};

const cronJob: SpecOf = (request, template, matchLabels) => {
  const { suspend, ...rest } = request;
  const { concurrencyPolicy, successfulJobsHistoryLimit, failedJobsHistoryLimit } = request;
  return {
    schedule: request.schedule ?? '*/5 * * * *',
    ...present({ suspend, concurrencyPolicy, successfulJobsHistoryLimit, failedJobsHistoryLimit }),
    jobTemplate: { metadata: { labels: matchLabels }, spec: job(rest, template, matchLabels) },
  };
};

const analysis = (name: string) => ({ templates: [{ templateName: name }] });

function canaryOf({
  maxSurge,
  maxUnavailable,
  steps = [{ setWeight: 20 }, { pause: {} }],
}: DeployRequest): Spec {
  const written = steps.map((step) =>
    step.analysis === undefined ? step : { ...step, analysis: analysis(step.analysis) },
  );
  return { ...present({ maxSurge, maxUnavailable }), steps: written };
}

export function previewServiceOf(name: string): string {
  return `${name}-preview`;
}

function blueGreenOf(name: string, blueGreen: BlueGreen): Spec {
  const { prePromotionAnalysis: pre, postPromotionAnalysis: post, ...rest } = blueGreen;
  return {
    activeService: name,
    previewService: previewServiceOf(name),
    ...rest,
    ...(pre === undefined ? {} : { prePromotionAnalysis: analysis(pre) }),
    ...(post === undefined ? {} : { postPromotionAnalysis: analysis(post) }),
  };
}

const rollout: SpecOf = (request, template, matchLabels) => {
  const { name, blueGreen } = request;
  return {
    replicas: request.replicas,
    selector: { matchLabels },
    strategy:
      blueGreen === undefined ? { canary: canaryOf(request) } : { blueGreen: blueGreenOf(name, blueGreen) },
    ...present({
      minReadySeconds: request.minReadySeconds,
      revisionHistoryLimit: request.revisionHistoryLimit,
      progressDeadlineSeconds: request.progressDeadlineSeconds,
      paused: request.paused === true ? true : undefined,
    }),
    template,
  };
};

export const specs: Readonly<Record<DeployKind, SpecOf>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Job: job,
  CronJob: cronJob,
  Rollout: rollout,
};
