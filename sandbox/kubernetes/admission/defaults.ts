import type { KubernetesObject } from '../model.ts';
import type { Resource } from '../resources.ts';
import { defaultPodSpec, defaultTemplate, type Loose } from './pod-defaults.ts';
import { completePod } from './service-account.ts';
import { cronJob, daemonSet, job, statefulSet } from './workload-defaults.ts';

type Defaulter = (object: Loose) => Loose;

function deployment(object: Loose): Loose {
  const spec = (object['spec'] ?? {}) as Loose;
  const strategy = (spec['strategy'] ?? {}) as Loose;
  const type = strategy['type'] ?? 'RollingUpdate';
  const rolling = { maxSurge: '25%', maxUnavailable: '25%', ...((strategy['rollingUpdate'] ?? {}) as Loose) };
  return {
    ...object,
    spec: {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      ...spec,
      strategy:
        type === 'RollingUpdate' ? { ...strategy, rollingUpdate: rolling, type } : { ...strategy, type },
      template: defaultTemplate((spec['template'] ?? {}) as Loose),
    },
    status: object['status'] ?? {},
  };
}

function replicaSet(object: Loose): Loose {
  const spec = (object['spec'] ?? {}) as Loose;
  const template = defaultTemplate((spec['template'] ?? {}) as Loose);
  return { ...object, spec: { replicas: 1, ...spec, template }, status: object['status'] ?? { replicas: 0 } };
}

function pod(object: Loose): Loose {
  const spec = defaultPodSpec((object['spec'] ?? {}) as Loose);
  return completePod({ ...object, spec, status: object['status'] ?? { phase: 'Pending' } });
}

function namespace(object: Loose): Loose {
  const metadata = object['metadata'] as Loose;
  const labels = {
    ...((metadata['labels'] ?? {}) as Loose),
    'kubernetes.io/metadata.name': metadata['name'],
  };
  return {
    ...object,
    metadata: { ...metadata, labels },
    spec: object['spec'] ?? { finalizers: ['kubernetes'] },
    status: object['status'] ?? { phase: 'Active' },
  };
}

function secret(object: Loose): Loose {
  return { type: 'Opaque', ...object };
}

const defaulters: Record<string, Defaulter> = {
  deployments: deployment,
  replicasets: replicaSet,
  statefulsets: statefulSet,
  daemonsets: daemonSet,
  jobs: job,
  cronjobs: cronJob,
  pods: pod,
  namespaces: namespace,
  secrets: secret,
};

/** The object as the API server stores it, with every field that it fills in itself. */
export function withDefaults<T extends KubernetesObject>(resource: Resource, object: T): T {
  const defaulter = defaulters[resource.plural];
  return defaulter === undefined ? object : (defaulter(object as unknown as Loose) as unknown as T);
}
