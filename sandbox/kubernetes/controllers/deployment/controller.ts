import { type Cluster, timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { Deployment, Pod, ReplicaSet } from '../../model.ts';
import { deployments, pods, replicaSets } from '../../resources.ts';
import { type Change, keyOf } from '../../store.ts';
import { conditionOf, withCondition } from '../conditions.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import { createWorkQueue } from '../work-queue.ts';
import { type Rollout, writeStatus } from './context.ts';
import { type Sets, syncSets } from './new-replica-set.ts';
import { countsOf, hasDeadline, isComplete, syncRolloutStatus } from './progress.ts';
import { revisionOf } from './revisions.ts';
import { stepRecreate, stepRolling } from './rolling.ts';
import { isScaling, scaleSets } from './scaling.ts';

/** Pausing and resuming are written down as Progressing=Unknown, which also stops and restarts the deadline clock. */
function markPause(rollout: Rollout): void {
  const { deployment, cluster } = rollout;
  const conditions = deployment.status?.conditions ?? [];
  const current = conditionOf(conditions, 'Progressing');
  if (!hasDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return;
  const isPaused = deployment.spec.paused === true;
  if (isPaused === (current?.reason === 'DeploymentPaused')) return;
  const [reason, message] = isPaused
    ? ['DeploymentPaused', 'Deployment is paused']
    : ['DeploymentResumed', 'Deployment is resumed'];
  const finding = { type: 'Progressing', status: 'Unknown', reason, message } as const;
  const changed = withCondition(conditions, finding, timestamp(cluster.now()));
  writeStatus(rollout, { ...deployment.status, conditions: changed });
}

/** Only the counts: what a paused or scaling Deployment writes. */
function syncCounts(rollout: Rollout, sets: Sets): void {
  const status = countsOf(rollout, sets);
  if (!isSame(status, rollout.deployment.status)) writeStatus(rollout, status);
}

function cleanUp(rollout: Rollout, old: ReplicaSet[]): void {
  const limit = rollout.deployment.spec.revisionHistoryLimit;
  const idle = old.filter(
    ({ spec, status, metadata }) =>
      spec.replicas === 0 &&
      (status?.replicas ?? 0) === 0 &&
      (metadata.generation ?? 1) <= (status?.observedGeneration ?? 0) &&
      metadata.deletionTimestamp === undefined,
  );
  const oldestFirst = [...idle].sort((left, right) => revisionOf(left) - revisionOf(right));
  for (const set of oldestFirst.slice(0, Math.max(0, idle.length - limit)))
    rollout.cluster.objects.remove(replicaSets, set);
}

function roll(rollout: Rollout, hasPods: (set: ReplicaSet) => boolean): number | undefined {
  const isRecreate = rollout.deployment.spec.strategy.type === 'Recreate';
  const known = syncSets(rollout, false);
  const isDrained = !known.old.some((set) => set.spec.replicas > 0 || hasPods(set));
  // Recreate makes its ReplicaSet only when the old pods are gone: rolloutRecreate.
  const sets = isRecreate && !isDrained ? known : syncSets(rollout, true);
  if (isRecreate) stepRecreate(rollout, sets, !isDrained);
  else stepRolling(rollout, sets);
  if (isComplete(rollout.deployment, rollout.deployment.status ?? {})) cleanUp(rollout, sets.old);
  return syncRolloutStatus(rollout, sets);
}

export function startDeploymentController(cluster: Cluster): void {
  const ownedSets = createOwnerIndex(cluster, replicaSets);
  const ownedPods = createOwnerIndex(cluster, pods);
  const hasPods = (set: ReplicaSet) => ownedPods.ownedBy<Pod>(set.metadata.uid ?? '').length > 0;

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const deployment = cluster.objects.find<Deployment>(deployments, namespace, name);
    if (deployment === undefined) return;
    const uid = deployment.metadata.uid ?? '';
    const rollout: Rollout = { cluster, deployment, owned: () => ownedSets.ownedBy<ReplicaSet>(uid) };
    if (deployment.metadata.deletionTimestamp !== undefined) syncCounts(rollout, syncSets(rollout, false));
    else syncLive(key, rollout);
  }

  function syncLive(key: string, rollout: Rollout): void {
    markPause(rollout);
    const isPaused = rollout.deployment.spec.paused === true;
    const sets = syncSets(rollout, false);
    if (!isPaused && !isScaling(rollout, sets)) {
      const checkMs = roll(rollout, hasPods);
      if (checkMs !== undefined) queue.addAfter(key, checkMs);
      return;
    }
    scaleSets(rollout, sets);
    if (isPaused) cleanUp(rollout, sets.old);
    syncCounts(rollout, sets);
  }

  /** The Deployment above a pod that has gone: Recreate waits for the last of them. */
  function ownerAbove(namespace: string | undefined, setName: string): string | undefined {
    const set = cluster.objects.find<ReplicaSet>(replicaSets, namespace, setName);
    const above = set === undefined ? undefined : controllerOf(set);
    return above === undefined ? undefined : keyOf(namespace, above.name);
  }

  function affectedBy({ resource, stored, type }: Change): string | undefined {
    if (resource === deployments) return type === 'DELETED' ? undefined : stored.key;
    const owner = controllerOf(stored.object);
    const { namespace } = stored.object.metadata;
    if (resource === replicaSets && owner?.kind === 'Deployment') return keyOf(namespace, owner.name);
    const isPodGone = resource === pods && type === 'DELETED' && owner?.kind === 'ReplicaSet';
    return isPodGone ? ownerAbove(namespace, owner.name) : undefined;
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe((change) => {
    const key = affectedBy(change);
    if (key !== undefined) queue.add(key);
  });
}
