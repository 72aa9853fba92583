import type { ReplicaSet } from '../../model.ts';
import { type Rollout, scaleReplicaSet } from './context.ts';
import { fencesOf, specTotal } from './fences.ts';
import type { Sets } from './new-replica-set.ts';
import { byAge, desiredKey, revisionOf } from './revisions.ts';

/** Whether replicas changed since the ReplicaSets were last sized: isScalingEvent. */
export function isScaling({ deployment }: Rollout, { fresh, old }: Sets): boolean {
  const active = [...old, ...(fresh === undefined ? [] : [fresh])].filter((each) => each.spec.replicas > 0);
  return active.some((each) => {
    const desired = each.metadata.annotations?.[desiredKey];
    return desired !== undefined && Number(desired) !== deployment.spec.replicas;
  });
}

/** The one ReplicaSet that takes all the scaling, when there is exactly one or none with pods. */
function soleTarget({ fresh, old }: Sets, active: ReplicaSet[]): ReplicaSet | undefined {
  if (active.length === 1) return active[0];
  if (active.length > 1) return undefined;
  return fresh ?? [...old].sort((left, right) => revisionOf(right) - revisionOf(left))[0];
}

function isSaturated(rollout: Rollout, set: ReplicaSet | undefined): boolean {
  const { replicas } = rollout.deployment.spec;
  return set?.spec.replicas === replicas && (set.status?.availableReplicas ?? 0) === replicas;
}

/** In the middle of a rollout every ReplicaSet takes its share, the largest the rest. */
function scaleProportionally(rollout: Rollout, active: ReplicaSet[]): void {
  const { desired, maxSurge } = fencesOf(rollout.deployment);
  const allowed = desired > 0 ? desired + maxSurge : 0;
  const total = specTotal(active);
  let left = allowed - total;
  const bySize = byAge(active).sort((one, other) => other.spec.replicas - one.spec.replicas);
  const wanted = bySize.map((set) => {
    const share = Math.trunc((set.spec.replicas * (allowed - total)) / total);
    left -= share;
    return set.spec.replicas + share;
  });
  bySize.forEach((set, index) => {
    const extra = index === 0 ? left : 0;
    scaleReplicaSet(rollout, set, Math.max(0, (wanted[index] ?? 0) + extra));
  });
}

/** Scales without rolling: `scale` in sync.go. */
export function scaleSets(rollout: Rollout, sets: Sets): void {
  const { fresh, old } = sets;
  const active = [...old, ...(fresh === undefined ? [] : [fresh])].filter((each) => each.spec.replicas > 0);
  const target = soleTarget(sets, active);
  if (target !== undefined) return void scaleReplicaSet(rollout, target, rollout.deployment.spec.replicas);
  if (isSaturated(rollout, fresh)) {
    for (const set of active) if (set !== fresh) scaleReplicaSet(rollout, set, 0);
    return;
  }
  if (rollout.deployment.spec.strategy.type === 'RollingUpdate' && active.length > 0)
    scaleProportionally(rollout, active);
}
