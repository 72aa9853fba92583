import type { Cluster } from '../../cluster.ts';
import type { KubernetesObject, Pod, PodSpec, Strings } from '../../model.ts';
import { nodes } from '../../resources.ts';
import type { DaemonSet } from '../../workload-model.ts';

/** The nodes that the set's node selector allows, by name. */
export function nodesFor(cluster: Cluster, set: DaemonSet): string[] {
  const wanted = Object.entries((set.spec.template.spec['nodeSelector'] ?? {}) as Strings);
  const fits = ({ metadata: { labels } }: KubernetesObject) =>
    wanted.every(([key, value]) => labels?.[key] === value);
  return cluster.objects
    .all(nodes)
    .filter(fits)
    .map((node) => node.metadata.name);
}

interface NodeAffinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: {
      nodeSelectorTerms?: { matchFields?: { key: string; values?: string[] }[] }[];
    };
  };
}

/** The node that a daemon pod is made for; undefined for every other pod. */
export function targetNodeOf(spec: PodSpec): string | undefined {
  const { nodeAffinity } = (spec['affinity'] ?? {}) as NodeAffinity;
  const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap((term) => term.matchFields ?? []);
  return fields.find((field) => field.key === 'metadata.name')?.values?.[0];
}

export function nodeOf(pod: Pod): string {
  return pod.spec.nodeName ?? targetNodeOf(pod.spec) ?? '';
}

const toleratedForEver = ['not-ready', 'unreachable'].map((name) => ({ name, effect: 'NoExecute' }));
const toleratedPressure = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map(
  (name) => ({
    name,
    effect: 'NoSchedule',
  }),
);

/** What the controller adds to a daemon pod's template: its node, and tolerance of nodes in trouble. */
export function placementOn(template: PodSpec, node: string): Partial<PodSpec> {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  const own = (template['tolerations'] ?? []) as object[];
  const added = [...toleratedForEver, ...toleratedPressure].map(({ name, effect }) => ({
    effect,
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
  }));
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
    tolerations: [...own, ...added],
  };
}
