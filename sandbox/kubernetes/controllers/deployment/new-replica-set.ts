import { timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { ReplicaSet } from '../../model.ts';
import { replicaSets } from '../../resources.ts';
import { ApiError } from '../../status.ts';
import { conditionOf, type Finding, withCondition } from '../conditions.ts';
import { controllerReference } from '../ownership.ts';
import { note, type Rollout, writer, writeStatus } from './context.ts';
import { fencesOf, newReplicas } from './fences.ts';
import { hasDeadline } from './progress.ts';
import { annotationsFor, findNew, hashLabel, revisionKey, revisionOf, templateHash } from './revisions.ts';

export interface Sets {
  fresh: ReplicaSet | undefined;
  old: ReplicaSet[];
}

function setsOf(rollout: Rollout): Sets {
  const owned = rollout.owned();
  const fresh = findNew(rollout.deployment, owned);
  return { fresh, old: owned.filter((each) => each.metadata.uid !== fresh?.metadata.uid) };
}

/** The new and the old ReplicaSets, the new one created or renumbered as needed (getNewReplicaSet in sync.go). */
export function syncSets(rollout: Rollout, mayCreate: boolean): Sets {
  const { fresh, old } = setsOf(rollout);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (fresh !== undefined) return reuse(rollout, { fresh, old }, fresh, revision);
  if (!mayCreate) return { fresh, old };
  create(rollout, old, revision);
  return setsOf(rollout);
}

function numbersFor(rollout: Rollout, revision: number) {
  const { desired, maxSurge } = fencesOf(rollout.deployment);
  return { revision, desired, max: desired + maxSurge };
}

function reuse(rollout: Rollout, sets: Sets, fresh: ReplicaSet, revision: number): Sets {
  const { deployment, cluster } = rollout;
  const annotations = annotationsFor(
    deployment,
    fresh.metadata.annotations ?? {},
    numbersFor(rollout, revision),
  );
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (
    !isSame(annotations, fresh.metadata.annotations) ||
    (fresh.spec.minReadySeconds ?? 0) !== minReadySeconds
  ) {
    const { resourceVersion: _version, ...metadata } = fresh.metadata;
    const spec = { ...fresh.spec, ...(minReadySeconds === 0 ? {} : { minReadySeconds }) };
    const updated = { ...fresh, metadata: { ...metadata, annotations }, spec };
    // The revision of the Deployment follows in the next sync, as in the real controller.
    return { ...sets, fresh: cluster.objects.update<ReplicaSet>(replicaSets, updated, writer) };
  }
  const message = `Found new replica set "${fresh.metadata.name}"`;
  const finding: Finding = { type: 'Progressing', status: 'True', reason: 'FoundNewReplicaSet', message };
  const isUnknown = conditionOf(deployment.status?.conditions, 'Progressing') === undefined;
  adoptRevision(rollout, revisionOf(fresh), hasDeadline(deployment) && isUnknown ? finding : undefined);
  return sets;
}

function adoptRevision(rollout: Rollout, revision: number, finding: Finding | undefined): void {
  const { deployment, cluster } = rollout;
  const annotations = { ...deployment.metadata.annotations, [revisionKey]: String(revision) };
  if (revisionOf(deployment) === revision && finding === undefined) return;
  const conditions = deployment.status?.conditions ?? [];
  const at = timestamp(cluster.now());
  const changed = finding === undefined ? conditions : withCondition(conditions, finding, at);
  const status = { ...deployment.status, ...(changed.length === 0 ? {} : { conditions: changed }) };
  writeStatus(rollout, status, annotations);
}

/** What cannot be created is written down, and nothing else of the status; the next sync tries again. */
function createOrSay(rollout: Rollout, set: ReplicaSet): void {
  const { deployment, cluster } = rollout;
  try {
    cluster.objects.create(replicaSets, set, writer);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const reason = 'ReplicaSetCreateError';
    const message = `Failed to create new replica set "${set.metadata.name}": ${error.message}`;
    const conditions = deployment.status?.conditions ?? [];
    const finding: Finding = { type: 'Progressing', status: 'False', reason, message };
    const changed = withCondition(conditions, finding, timestamp(cluster.now()));
    if (hasDeadline(deployment) && !isSame(changed, conditions)) {
      writeStatus(rollout, { ...deployment.status, conditions: changed });
    }
    note(rollout, 'Warning', reason, message);
    throw error;
  }
}

function create(rollout: Rollout, old: ReplicaSet[], revision: number): void {
  const { deployment } = rollout;
  const { name, namespace = '' } = deployment.metadata;
  const { template, selector, strategy, minReadySeconds = 0 } = deployment.spec;
  const hash = templateHash(template, 0);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const replicas = newReplicas(fencesOf(deployment), old, 0, strategy.type === 'RollingUpdate');
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: annotationsFor(deployment, {}, numbersFor(rollout, revision)),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  createOrSay(rollout, set);
  if (replicas > 0) {
    note(
      rollout,
      'Normal',
      'ScalingReplicaSet',
      `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`,
    );
  }
  const message = `Created new replica set "${set.metadata.name}"`;
  const finding: Finding = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message };
  adoptRevision(rollout, revision, hasDeadline(deployment) ? finding : undefined);
}
