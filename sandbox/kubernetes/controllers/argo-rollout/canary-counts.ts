/** A ReplicaSet by its numbers. */
export interface Size {
  wanted: number;
  available: number;
}

export interface CanaryPlan {
  desired: number;
  /** Per cent of the pods that the new revision should have. */
  weight: number;
  maxSurge: number;
  maxUnavailable: number;
  fresh: Size;
  /** Absent when there is none beside the new one: then there is nothing to be careful with. */
  stable: Size | undefined;
  /** Pods of revisions that are neither new nor stable. */
  others: number;
}

export interface CanaryCounts {
  fresh: number;
  stable: number;
}

/** Where a step leads to. Both sides are rounded up, so that neither has no pod at all. */
export function goalOf({ desired, weight, stable }: Pick<CanaryPlan, 'desired' | 'weight' | 'stable'>) {
  if (stable === undefined) return { fresh: desired, stable: 0 };
  return {
    fresh: Math.ceil((desired * weight) / 100),
    stable: Math.ceil(desired * (1 - weight / 100)),
  };
}

/** One move towards the goal, within surge and availability: CalculateReplicaCountsForCanary in utils/replicaset/canary.go. */
export function nextCounts(plan: CanaryPlan): CanaryCounts {
  const goal = goalOf(plan);
  const grown = grow(plan, goal);
  return plan.others > 0 ? grown : shrink(plan, goal, grown);
}

/** The stable side first: whoever aborts wants it back. */
function grow(
  { desired, weight, maxSurge, fresh, stable, others }: CanaryPlan,
  goal: CanaryCounts,
): CanaryCounts {
  const rounding = Number.isInteger((desired * weight) / 100) ? 0 : 1;
  const total = others + fresh.wanted + (stable?.wanted ?? 0);
  let room = desired + maxSurge + rounding - total;
  const raised = (now: number, wanted: number) => {
    const added = Math.max(0, Math.min(wanted - now, room));
    room -= added;
    return now + added;
  };
  const stableCount = stable === undefined ? 0 : raised(stable.wanted, goal.stable);
  return { stable: stableCount, fresh: raised(fresh.wanted, goal.fresh) };
}

function shrink(plan: CanaryPlan, goal: CanaryCounts, grown: CanaryCounts): CanaryCounts {
  const { desired, maxUnavailable, fresh, stable } = plan;
  const isIncreasing = goal.fresh >= fresh.wanted;
  const counted =
    standing(fresh, !isIncreasing) + (stable === undefined ? 0 : standing(stable, isIncreasing));
  let spare = Math.max(0, counted - (desired - maxUnavailable));
  const lowered = (now: number, planned: number, wanted: number) => {
    if (now <= wanted || spare === 0) return planned;
    const dropped = Math.min(now - wanted, spare);
    spare -= dropped;
    return now - dropped;
  };
  return {
    fresh: lowered(fresh.wanted, grown.fresh, goal.fresh),
    stable: stable === undefined ? 0 : lowered(stable.wanted, grown.stable, goal.stable),
  };
}

/** Of the side that may shrink, pods count although they are not available: else a crashing canary could not go. */
function standing({ wanted, available }: Size, isAvailabilityIgnored: boolean): number {
  return wanted < available || isAvailabilityIgnored ? wanted : available;
}
