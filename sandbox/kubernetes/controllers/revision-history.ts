import type { Cluster } from '../cluster.ts';
import { canonicalJson, isSame } from '../json-path.ts';
import type { KubernetesObject, PodTemplate, Strings } from '../model.ts';
import { controllerRevisions } from '../resources.ts';
import type { ControllerRevision } from '../workload-model.ts';
import { templateHash } from './deployment/revisions.ts';
import { controllerReference } from './ownership.ts';
import { writer } from './pod-control.ts';

interface Templated extends KubernetesObject {
  spec: { template: PodTemplate };
}

/**
 * A strategic merge patch that puts the template back. Keys are sorted because kubectl compares the bytes with what it
 * encodes itself (kubectl rollback.go, statefulsetMatch).
 */
function dataOf(template: PodTemplate): ControllerRevision['data'] {
  return JSON.parse(canonicalJson({ spec: { template: { ...template, $patch: 'replace' } } }));
}

/** The pod template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplate {
  const { $patch: _directive, ...template } = revision.data.spec.template as PodTemplate & { $patch: string };
  return template;
}

export interface History {
  /** The revision of the present template. */
  update: ControllerRevision;
  /** Oldest first, with `update` among them. */
  all: ControllerRevision[];
  collisionCount: number;
}

interface Naming {
  /** The label that carries the hash of the template. */
  hashLabel: string;
  collisionCount: number;
}

function byRevision(revisions: ControllerRevision[]): ControllerRevision[] {
  return [...revisions].sort((left, right) => left.revision - right.revision);
}

/** Finds, renumbers or creates the ControllerRevision of the owner's template. */
export function syncHistory(
  cluster: Cluster,
  owner: Templated,
  owned: ControllerRevision[],
  naming: Naming,
): History {
  const known = byRevision(owned);
  const data = dataOf(owner.spec.template);
  const equal = known.filter((each) => isSame(each.data, data)).at(-1);
  const newest = known.at(-1);
  const { collisionCount } = naming;
  if (equal !== undefined && equal === newest) return { update: equal, all: known, collisionCount };
  const revision = (newest?.revision ?? 0) + 1;
  if (equal === undefined) {
    const created = create(cluster, owner, { data, revision, naming });
    return { ...created, all: [...known, created.update] };
  }
  const { resourceVersion: _version, ...metadata } = equal.metadata;
  const update = cluster.objects.update(controllerRevisions, { ...equal, metadata, revision }, writer);
  return { update, all: [...known.filter((each) => each !== equal), update], collisionCount };
}

/** Another revision may have the name already: its hash is then mixed with the number of collisions so far. */
function create(
  cluster: Cluster,
  owner: Templated,
  wanted: { data: ControllerRevision['data']; revision: number; naming: Naming },
): Pick<History, 'update' | 'collisionCount'> {
  const { name: ownerName, namespace = '', annotations } = owner.metadata;
  const { template } = owner.spec;
  for (let collisionCount = wanted.naming.collisionCount; ; collisionCount += 1) {
    const hash = templateHash(template, collisionCount);
    const name = `${ownerName.slice(0, 223)}-${hash}`;
    if (cluster.objects.find(controllerRevisions, namespace, name) !== undefined) continue;
    const labels: Strings = { ...template.metadata?.labels, [wanted.naming.hashLabel]: hash };
    const revision: ControllerRevision = {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels,
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [controllerReference(owner)],
      },
      data: wanted.data,
      revision: wanted.revision,
    };
    return { update: cluster.objects.create(controllerRevisions, revision, writer), collisionCount };
  }
}

/** Removes the oldest revisions over the limit that nothing lives on any more. */
export function truncateHistory(
  cluster: Cluster,
  history: History,
  isLive: (each: ControllerRevision) => boolean,
  limit: number,
): void {
  const idle = history.all.filter((each) => !isLive(each));
  for (const revision of idle.slice(0, Math.max(0, idle.length - limit)))
    cluster.objects.remove(controllerRevisions, revision);
}
