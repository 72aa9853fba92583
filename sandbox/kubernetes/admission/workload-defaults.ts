import { defaultTemplate, type Loose } from './pod-defaults.ts';

function part(object: Loose, key: string): Loose {
  return (object[key] ?? {}) as Loose;
}

export function statefulSet(object: Loose): Loose {
  const spec = part(object, 'spec');
  const strategy = part(spec, 'updateStrategy');
  const type = strategy['type'] ?? 'RollingUpdate';
  const rollingUpdate = { partition: 0, ...part(strategy, 'rollingUpdate') };
  return {
    ...object,
    spec: {
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      serviceName: '',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      ...spec,
      updateStrategy: type === 'RollingUpdate' ? { ...strategy, rollingUpdate, type } : { ...strategy, type },
      template: defaultTemplate(part(spec, 'template')),
    },
    status: object['status'] ?? { replicas: 0, availableReplicas: 0 },
  };
}

const unscheduled = {
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
};
const templateGeneration = 'deprecated.daemonset.template.generation';

export function daemonSet(object: Loose): Loose {
  const metadata = part(object, 'metadata');
  const spec = part(object, 'spec');
  const strategy = part(spec, 'updateStrategy');
  const type = strategy['type'] ?? 'RollingUpdate';
  const rollingUpdate = { maxSurge: 0, maxUnavailable: 1, ...part(strategy, 'rollingUpdate') };
  return {
    ...object,
    metadata: { ...metadata, annotations: { [templateGeneration]: '1', ...part(metadata, 'annotations') } },
    spec: {
      revisionHistoryLimit: 10,
      ...spec,
      updateStrategy: type === 'RollingUpdate' ? { ...strategy, rollingUpdate, type } : { ...strategy, type },
      template: defaultTemplate(part(spec, 'template')),
    },
    status: object['status'] ?? unscheduled,
  };
}

function jobSpec(spec: Loose): Loose {
  const isOpen = spec['completions'] === undefined && spec['parallelism'] === undefined;
  return {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed',
    suspend: false,
    ...(isOpen ? { completions: 1 } : {}),
    ...spec,
    template: defaultTemplate(part(spec, 'template')),
  };
}

/** The labels that tie pods to their Job: generateSelector in registry/batch/job/strategy.go. */
function withIdentity(spec: Loose, metadata: Loose): Loose {
  const { uid, name } = metadata;
  if (spec['manualSelector'] === true || spec['selector'] !== undefined || uid === undefined) return spec;
  const template = part(spec, 'template');
  const own = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const templateMetadata = part(template, 'metadata');
  const labels = { ...part(templateMetadata, 'labels'), ...own };
  return {
    ...spec,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
    template: { ...template, metadata: { ...templateMetadata, labels } },
  };
}

export function job(object: Loose): Loose {
  const metadata = part(object, 'metadata');
  const { manualSelector, ...spec } = jobSpec(part(object, 'spec'));
  const identified = withIdentity(
    { ...spec, ...(manualSelector === true ? { manualSelector } : {}) },
    metadata,
  );
  const { labels } = part(part(identified, 'template'), 'metadata');
  const own = metadata['labels'] ?? labels;
  return {
    ...object,
    metadata: { ...metadata, ...(own === undefined ? {} : { labels: own }) },
    spec: identified,
    status: object['status'] ?? {},
  };
}

export function cronJob(object: Loose): Loose {
  const spec = part(object, 'spec');
  const jobTemplate = part(spec, 'jobTemplate');
  const template = part(part(jobTemplate, 'spec'), 'template');
  return {
    ...object,
    spec: {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
      ...spec,
      // What a Job's own defaults add comes when the Job is made.
      jobTemplate: {
        ...jobTemplate,
        metadata: { creationTimestamp: null, ...part(jobTemplate, 'metadata') },
        spec: { ...part(jobTemplate, 'spec'), template: defaultTemplate(template) },
      },
    },
    status: object['status'] ?? {},
  };
}
