import { canonicalJson, isSame } from '../../json-path.ts';
import type { Deployment, PodTemplate, ReplicaSet, Strings } from '../../model.ts';

export const hashLabel = 'pod-template-hash';
export const revisionKey = 'deployment.kubernetes.io/revision';
export const historyKey = 'deployment.kubernetes.io/revision-history';
export const desiredKey = 'deployment.kubernetes.io/desired-replicas';
export const maxKey = 'deployment.kubernetes.io/max-replicas';

/** Annotations that a ReplicaSet does not take from its Deployment: deployment_util.go, annotationsToSkip. */
const notCopied = [
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionKey,
  historyKey,
  desiredKey,
  maxKey,
  'deprecated.deployment.rollback.to',
];

export function revisionOf(object: { metadata: { annotations?: Strings } }): number {
  return Number(object.metadata.annotations?.[revisionKey] ?? '0');
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The ReplicaSet that already has the Deployment's template; the oldest, when there are several. */
export function findNew(deployment: Deployment, owned: ReplicaSet[]): ReplicaSet | undefined {
  const wanted = withoutHash(deployment.spec.template);
  return byAge(owned).find((each) => isSame(withoutHash(each.spec.template), wanted));
}

export function byAge(sets: ReplicaSet[]): ReplicaSet[] {
  return [...sets].sort((left, right) => {
    const age = (left.metadata.creationTimestamp ?? '').localeCompare(right.metadata.creationTimestamp ?? '');
    return age === 0 ? left.metadata.name.localeCompare(right.metadata.name) : age;
  });
}

const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A pod-template-hash. */
export function templateHash(template: PodTemplate, collisions: number): string {
  return hashText(`${canonicalJson(template)}${collisions === 0 ? '' : collisions}`);
}

/** FNV-1a in the alphabet that Kubernetes uses, so that no words appear. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)]
    .map((digit) => safeAlphabet[digit.charCodeAt(0) % safeAlphabet.length] ?? 'b')
    .join('');
}

/** The annotations of the new ReplicaSet: the Deployment's own, and its place in the history. */
export function annotationsFor(
  deployment: Deployment,
  existing: Strings,
  numbers: { revision: number; desired: number; max: number },
): Strings {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !notCopied.includes(key),
  );
  const before = existing[revisionKey];
  const isNewer = before === undefined || Number(before) < numbers.revision;
  const revision = isNewer ? String(numbers.revision) : before;
  const past = [existing[historyKey], before].filter((each) => each !== undefined && each !== '').join(',');
  const history = isNewer && before !== undefined ? past : existing[historyKey];
  return {
    ...existing,
    ...Object.fromEntries(copied),
    [revisionKey]: revision,
    [desiredKey]: String(numbers.desired),
    [maxKey]: String(numbers.max),
    ...(history === undefined ? {} : { [historyKey]: history }),
  };
}
