import type { Deployment, ReplicaSet } from '../../model.ts';

function resolved(
  value: number | string | undefined,
  total: number,
  round: (value: number) => number,
): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value ?? '0', 10) * total) / 100);
}

export interface Fences {
  desired: number;
  maxSurge: number;
  maxUnavailable: number;
}

/** Surge rounds up, unavailable rounds down, and both zero means one may be unavailable: ResolveFenceposts. */
export function fencesOf(deployment: Deployment): Fences {
  const { replicas, strategy } = deployment.spec;
  return strategy.type === 'RollingUpdate'
    ? fencesFor(replicas, strategy.rollingUpdate ?? {})
    : { desired: replicas, maxSurge: 0, maxUnavailable: 0 };
}

type Leeway = NonNullable<Deployment['spec']['strategy']['rollingUpdate']>;

export function fencesFor(replicas: number, leeway: Leeway): Fences {
  if (replicas === 0) return { desired: replicas, maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = resolved(leeway.maxSurge, replicas, Math.ceil);
  const unavailable = resolved(leeway.maxUnavailable, replicas, Math.floor);
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas);
  return { desired: replicas, maxSurge, maxUnavailable };
}

export function specTotal(sets: ReplicaSet[]): number {
  return sets.reduce((sum, each) => sum + each.spec.replicas, 0);
}

export function statusTotal(
  sets: ReplicaSet[],
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
): number {
  return sets.reduce((sum, each) => sum + (each.status?.[field] ?? 0), 0);
}

/** How far the new ReplicaSet may grow now without going over the surge. */
export function newReplicas(fences: Fences, all: ReplicaSet[], current: number, isRolling: boolean): number {
  if (!isRolling) return fences.desired;
  const room = fences.desired + fences.maxSurge - specTotal(all);
  return room <= 0 ? current : current + Math.min(room, fences.desired - current);
}
