import type { Cluster } from '../../cluster.ts';
import type { Pod } from '../../model.ts';
import type { DaemonSet } from '../../workload-model.ts';
import { isActive, isAvailable } from '../pod-control.ts';
import { nodeOf } from './placement.ts';

export const hashLabel = 'controller-revision-hash';

/** One sync of one DaemonSet. */
export interface Pass {
  cluster: Cluster;
  set: DaemonSet;
  hash: string;
  nodes: string[];
  pods: Pod[];
}

export function isUpdated({ hash }: Pass, pod: Pod): boolean {
  return pod.metadata.labels?.[hashLabel] === hash;
}

export function isAvailableIn({ cluster, set }: Pass, pod: Pod): boolean {
  return isAvailable(pod, set.spec.minReadySeconds ?? 0, cluster.now());
}

/** A percentage of the nodes rounds up. */
function maxUnavailableOf({ set, nodes }: Pass): number {
  const wanted = set.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1;
  return typeof wanted === 'number' ? wanted : Math.ceil((Number.parseInt(wanted, 10) * nodes.length) / 100);
}

type Standing = { kind: 'unavailable' } | { kind: 'replaceable' | 'candidate'; pod: Pod } | { kind: 'fine' };

/** Where a node stands in the update. */
function standingOf(pass: Pass, node: string): Standing {
  const here = pass.pods.filter((pod) => nodeOf(pod) === node);
  const updated = here.find((pod) => isUpdated(pass, pod));
  const old = here.find((pod) => !isUpdated(pass, pod));
  if (updated !== undefined && old === undefined)
    return isActive(updated) && isAvailableIn(pass, updated) ? { kind: 'fine' } : { kind: 'unavailable' };
  if (old === undefined || updated !== undefined || !isActive(old)) return { kind: 'unavailable' };
  return { kind: isAvailableIn(pass, old) ? 'candidate' : 'replaceable', pod: old };
}

/** The old pods that may go now: those that serve nobody anyway, and as many others as may be unavailable. */
export function podsToReplace(pass: Pass): Pod[] {
  if (pass.set.spec.updateStrategy.type === 'OnDelete') return [];
  const standings = pass.nodes.map((node) => standingOf(pass, node));
  const unavailable = standings.filter(({ kind }) => kind === 'unavailable' || kind === 'replaceable').length;
  const room = Math.max(0, maxUnavailableOf(pass) - unavailable);
  const podsOf = (wanted: string) =>
    standings.flatMap((standing) => (standing.kind === wanted && 'pod' in standing ? [standing.pod] : []));
  return [...podsOf('replaceable'), ...podsOf('candidate').slice(0, room)];
}
