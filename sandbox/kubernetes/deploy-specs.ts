import type { DeployKind, DeployRequest } from './deploy-request.ts';
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

const rollout: SpecOf = (request, template, matchLabels) => {
  const { maxSurge, maxUnavailable, steps = [{ setWeight: 20 }, { pause: {} }] } = request;
  return {
    replicas: request.replicas,
    selector: { matchLabels },
    strategy: { canary: { ...present({ maxSurge, maxUnavailable }), steps } },
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
