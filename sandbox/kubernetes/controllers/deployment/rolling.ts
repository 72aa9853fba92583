import type { ReplicaSet } from '../../model.ts';
import { type Rollout, scaleReplicaSet } from './context.ts';
import { type Fences, fencesOf, newReplicas, specTotal, statusTotal } from './fences.ts';
import type { Sets } from './new-replica-set.ts';
import { byAge } from './revisions.ts';

function growNew(rollout: Rollout, { old }: Sets, fresh: ReplicaSet): boolean {
  const fences = fencesOf(rollout.deployment);
  if (fresh.spec.replicas === fences.desired) return false;
  if (fresh.spec.replicas > fences.desired) return scaleReplicaSet(rollout, fresh, fences.desired);
  const wanted = newReplicas(fences, [...old, fresh], fresh.spec.replicas, true);
  return scaleReplicaSet(rollout, fresh, wanted);
}

/** Old pods that are not available cost nothing, so they go first. */
function dropUnhealthy(rollout: Rollout, old: ReplicaSet[], most: number): number {
  let dropped = 0;
  for (const set of byAge(old)) {
    const unhealthy = set.spec.replicas - (set.status?.availableReplicas ?? 0);
    const count = Math.min(most - dropped, unhealthy);
    if (set.spec.replicas === 0 || count <= 0) continue;
    scaleReplicaSet(rollout, set, set.spec.replicas - count);
    dropped += count;
  }
  return dropped;
}

function dropAvailable(rollout: Rollout, sets: Sets, fresh: ReplicaSet, minAvailable: number): number {
  const old = currentOf(rollout, sets.old);
  const available = statusTotal([...old, fresh], 'availableReplicas');
  let dropped = 0;
  for (const set of byAge(old)) {
    const count = Math.min(set.spec.replicas, available - minAvailable - dropped);
    if (count <= 0) continue;
    scaleReplicaSet(rollout, set, set.spec.replicas - count);
    dropped += count;
  }
  return dropped;
}

function currentOf(rollout: Rollout, sets: ReplicaSet[]): ReplicaSet[] {
  const uids = new Set(sets.map((each) => each.metadata.uid));
  return rollout.owned().filter((each) => uids.has(each.metadata.uid));
}

function shrinkOld(rollout: Rollout, sets: Sets, fresh: ReplicaSet): boolean {
  const fences: Fences = fencesOf(rollout.deployment);
  const { old } = sets;
  if (specTotal(old) === 0) return false;
  const minAvailable = fences.desired - fences.maxUnavailable;
  const freshUnavailable = fresh.spec.replicas - (fresh.status?.availableReplicas ?? 0);
  const most = specTotal([...old, fresh]) - minAvailable - freshUnavailable;
  if (most <= 0) return false;
  const dropped = dropUnhealthy(rollout, old, most) + dropAvailable(rollout, sets, fresh, minAvailable);
  return dropped > 0;
}

/** One step of a rolling update: the new ReplicaSet grows, or else the old ones shrink. */
export function stepRolling(rollout: Rollout, sets: Sets): void {
  const { fresh } = sets;
  if (fresh === undefined || growNew(rollout, sets, fresh)) return;
  shrinkOld(rollout, sets, fresh);
}

/** Recreate: all old pods go before the first new one comes. */
export function stepRecreate(rollout: Rollout, { fresh, old }: Sets, hasOldPods: boolean): void {
  const active = old.filter((each) => each.spec.replicas > 0);
  for (const set of active) scaleReplicaSet(rollout, set, 0);
  if (active.length === 0 && !hasOldPods && fresh !== undefined)
    scaleReplicaSet(rollout, fresh, rollout.deployment.spec.replicas);
}
