import { defaultTemplate, type Loose } from '../../admission/pod-defaults.ts';
import type { Rollout } from '../../argo-model.ts';
import { isSame } from '../../json-path.ts';
import type { PodTemplate, ReplicaSet, Strings } from '../../model.ts';
import { replicaSets } from '../../resources.ts';
import { byAge, templateHash } from '../deployment/revisions.ts';
import { controllerReference } from '../ownership.ts';
import { note, type Pass, replicasOf, statusOf, writeRollout, writer } from './pass.ts';

export const hashLabel = 'rollouts-pod-template-hash';
export const revisionKey = 'rollout.argoproj.io/revision';
export const desiredKey = 'rollout.argoproj.io/desired-replicas';
/** Until when a ReplicaSet that is not needed any more is kept for a quick way back. */
export const deadlineKey = 'argo-rollouts.argoproj.io/scale-down-deadline';

const notCopied = ['kubectl.kubernetes.io/last-applied-configuration', revisionKey, desiredKey];

export interface Sets {
  /** Has the present template; undefined until it is made. */
  readonly fresh: ReplicaSet | undefined;
  /** The one that was promoted last; may be the fresh one. */
  readonly stable: ReplicaSet | undefined;
  readonly others: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

export function hashOf(set: ReplicaSet | undefined): string {
  return set?.metadata.labels?.[hashLabel] ?? '';
}

export function revisionOf(object: { metadata: { annotations?: Strings } }): number {
  return Number(object.metadata.annotations?.[revisionKey] ?? '0');
}

/** The template as its ReplicaSet's has it: the API fills in a ReplicaSet's defaults, and no Rollout's. */
function completeTemplate({ spec }: Rollout): PodTemplate {
  return defaultTemplate(spec.template as unknown as Loose) as unknown as PodTemplate;
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

export function setsOf(pass: Pass): Sets {
  const all = byAge(pass.owned());
  const template = withoutHash(completeTemplate(pass.rollout));
  const fresh = all.find((each) => isSame(withoutHash(each.spec.template), template));
  const { stableRS = '' } = statusOf(pass);
  const stable = all.find((each) => stableRS !== '' && hashOf(each) === stableRS);
  return { fresh, stable, all, others: all.filter((each) => each !== fresh && each !== stable) };
}

/** The hash that the present template has, or will have. */
export function currentHash(pass: Pass, { fresh }: Sets): string {
  const { collisionCount = 0 } = statusOf(pass);
  return fresh === undefined ? templateHash(completeTemplate(pass.rollout), collisionCount) : hashOf(fresh);
}

/** Whether the template is another one than the status speaks of. */
export function isTemplateNew(pass: Pass, sets: Sets): boolean {
  const { currentPodHash = '' } = statusOf(pass);
  return currentPodHash !== '' && currentPodHash !== currentHash(pass, sets);
}

function nextRevision({ fresh, all }: Sets): number {
  return Math.max(0, ...all.filter((each) => each !== fresh).map(revisionOf)) + 1;
}

function annotationsFor({ rollout }: Pass, existing: Strings, revision: number): Strings {
  const copied = Object.entries(rollout.metadata.annotations ?? {}).filter(
    ([key]) => !notCopied.includes(key),
  );
  return {
    ...existing,
    ...Object.fromEntries(copied),
    [revisionKey]: String(Math.max(revision, Number(existing[revisionKey] ?? '0'))),
    [desiredKey]: String(replicasOf(rollout.spec)),
  };
}

/** Renumbers the ReplicaSet of a template that came back, and tells the Rollout its revision. */
export function syncRevision(pass: Pass): Sets {
  const sets = setsOf(pass);
  const { fresh } = sets;
  if (fresh === undefined) return sets;
  const annotations = annotationsFor(pass, fresh.metadata.annotations ?? {}, nextRevision(sets));
  if (!isSame(annotations, fresh.metadata.annotations)) updateSet(pass, fresh, { annotations });
  adoptRevision(pass, annotations[revisionKey] ?? '');
  return setsOf(pass);
}

function adoptRevision(pass: Pass, revision: string): void {
  const { rollout } = pass;
  if (rollout.metadata.annotations?.[revisionKey] === revision) return;
  const annotations = { ...rollout.metadata.annotations, [revisionKey]: revision };
  writeRollout(pass, { ...rollout, metadata: { ...rollout.metadata, annotations } });
}

/** Makes the ReplicaSet of the present template. */
export function createFresh(pass: Pass, replicas: number): Sets {
  const { rollout, cluster } = pass;
  const sets = setsOf(pass);
  const { name, namespace = '' } = rollout.metadata;
  const hash = currentHash(pass, sets);
  const { selector, minReadySeconds = 0 } = rollout.spec;
  const template = completeTemplate(rollout);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const revision = nextRevision(sets);
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: annotationsFor(pass, {}, revision),
      ownerReferences: [controllerReference(rollout)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  cluster.objects.create(replicaSets, set, writer);
  note(
    pass,
    'Normal',
    'NewReplicaSetCreated',
    `Created ReplicaSet ${set.metadata.name} (revision ${revision})`,
  );
  adoptRevision(pass, String(revision));
  return setsOf(pass);
}

interface SetChange {
  annotations?: Strings;
  replicas?: number;
}

function updateSet(pass: Pass, set: ReplicaSet, { annotations, replicas }: SetChange): void {
  const { resourceVersion: _version, ...metadata } = set.metadata;
  const changed: ReplicaSet = {
    ...set,
    metadata: annotations === undefined ? metadata : { ...metadata, annotations },
    spec: replicas === undefined ? set.spec : { ...set.spec, replicas },
  };
  pass.cluster.objects.update(replicaSets, changed, writer);
}

/** Sets a ReplicaSet's replicas; returns whether that changed their number. */
export function scale(pass: Pass, set: ReplicaSet, replicas: number): boolean {
  const { [deadlineKey]: deadline, ...marks } = set.metadata.annotations ?? {};
  const keepsDeadline = deadline !== undefined && replicas > 0;
  const annotations = {
    ...marks,
    ...(keepsDeadline ? { [deadlineKey]: deadline } : {}),
    [desiredKey]: String(replicasOf(pass.rollout.spec)),
  };
  const { replicas: before } = set.spec;
  if (before === replicas && isSame(annotations, set.metadata.annotations)) return false;
  updateSet(pass, set, { annotations, replicas });
  if (before === replicas) return false;
  const direction = replicas > before ? 'up' : 'down';
  const message = `Scaled ${direction} ReplicaSet ${set.metadata.name} (revision ${revisionOf(set)}) from ${before} to ${replicas}`;
  note(pass, 'Normal', 'ScalingReplicaSet', message);
  return true;
}

export function markDeadline(pass: Pass, set: ReplicaSet, deadline: string | undefined): void {
  const { [deadlineKey]: _before, ...marks } = set.metadata.annotations ?? {};
  const annotations = deadline === undefined ? marks : { ...marks, [deadlineKey]: deadline };
  if (!isSame(annotations, set.metadata.annotations)) updateSet(pass, set, { annotations });
}

/** Old ReplicaSets over the limit go; what still has pods stays. */
export function cleanUp(pass: Pass, { others }: Sets): void {
  const limit = pass.rollout.spec.revisionHistoryLimit ?? 10;
  const oldestFirst = [...others].sort((one, other) => revisionOf(one) - revisionOf(other));
  for (const set of oldestFirst.slice(0, Math.max(0, others.length - limit))) {
    const isIdle = set.spec.replicas === 0 && (set.status?.replicas ?? 0) === 0;
    if (isIdle) pass.cluster.objects.remove(replicaSets, set);
  }
}
