import type { Card, Release, Rollout } from '../src/domain/release/card.ts';
import type { PodCounts } from '../src/domain/rollout/observation.ts';
import { runsToAnEnd } from '../src/domain/rollout/workload.ts';
import { singleLine } from './kit/escape.ts';

/** What things are called on cards. Names come from labels and pipelines: each is one line of bounded length. */
export const serviceName = (service: string) => singleLine(service, 60) || 'a service without a name';
export const versionName = (label: string) => singleLine(label, 60) || 'an unnamed version';
export const environmentName = (environment: string) =>
  singleLine(environment, 40) || 'an unnamed environment';
export const containerName = (container: string) => singleLine(container, 63) || 'a container';
/** `payments-api`, `init container migrate`, `sidecar proxy` */
export const containerWithRole = ({
  container,
  role,
}: {
  container: string;
  role?: 'init' | 'sidecar' | undefined;
}) =>
  role === undefined
    ? containerName(container)
    : `${role === 'init' ? 'init container' : role} ${containerName(container)}`;
export const teamName = (team: string) => singleLine(team, 60) || 'a team without a name';
export const imageName = (image: string) => singleLine(image, 250) || 'without a name';
/** What somebody else said, quoted or after a colon. */
export const foreignWords = (text: string, max = 400) => singleLine(text, max);

/** `prod`, or as much more as it takes to tell this row from its siblings: `prod · eu-1 · payments-worker`. */
export function rolloutName(card: Card, release: Release, rollout: Rollout): string {
  const { workload } = rollout;
  const siblings = release.rollouts.map((each) => each.workload);
  const clusters = new Set(siblings.map(({ cluster }) => cluster));
  const namespaces = new Set(siblings.map(({ namespace }) => namespace));
  const names = new Set(siblings.map(({ name }) => name));
  const isObvious = names.size === 1 && workload.name === card.owner.service;
  return [
    environmentName(release.environment),
    ...(clusters.size > 1 ? [singleLine(workload.cluster, 40)] : []),
    ...(namespaces.size > 1 ? [singleLine(workload.namespace, 63)] : []),
    ...(isObvious ? [] : [singleLine(workload.name, 63)]),
  ].join(' · ');
}

export function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

/** `2 of 3 pods`; only pods that are up count. */
export function podsUp({
  desired,
  updatedAvailable,
}: Pick<PodCounts, 'desired' | 'updatedAvailable'>): string {
  return desired === 0 ? 'scaled to 0 pods' : `${updatedAvailable} of ${pods(desired)}`;
}

/** `2 of 3 pods on v42` */
export function podsOn(counts: Pick<PodCounts, 'desired' | 'updatedAvailable'>, label: string): string {
  return counts.desired === 0 ? podsUp(counts) : `${podsUp(counts)} on ${label}`;
}

/** The pods of several workloads as one number; those of jobs serve nothing, and what nobody saw was not counted. */
export function sumOf(rollouts: readonly Pick<Rollout, 'workload' | 'counts' | 'isUnseen'>[]): PodCounts {
  const serving = rollouts.filter(({ workload, isUnseen }) => !runsToAnEnd(workload) && isUnseen !== true);
  const sum = (count: keyof PodCounts) => serving.reduce((total, { counts }) => total + counts[count], 0);
  return {
    desired: sum('desired'),
    updated: sum('updated'),
    updatedAvailable: sum('updatedAvailable'),
    old: sum('old'),
    oldAvailable: sum('oldAvailable'),
  };
}
