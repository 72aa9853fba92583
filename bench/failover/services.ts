import type { DeployRequest } from '../../sandbox/kubernetes/index.ts';

export const workloads = 300;
export const podsEach = 2;
export const channels = 100;

/**
 * What is deployed in each round: before the leader goes, and the moment after. No more than Slack lets edit in a minute
 * or so: what its limits do is measured elsewhere.
 */
const parts = { goingOn: 20, failing: 10, failingAfterwards: 10 } as const;
const perRound = parts.goingOn + parts.failing + parts.failingAfterwards;

export interface Release {
  readonly service: string;
  readonly version: string;
  readonly isCrashing: boolean;
}

export interface RoundPlan {
  readonly before: readonly Release[];
  readonly afterwards: readonly Release[];
}

const serviceName = (index: number) => `service-${index}`;

export const serviceNames: readonly string[] = Array.from({ length: workloads }, (_, index) =>
  serviceName(index),
);

export const channelNames: readonly string[] = Array.from(
  { length: channels },
  (_, index) => `team-${index}`,
);

/** Half of the services are left in peace; the others have their turn again and again, with a new version each time. */
export function planRound(round: number): RoundPlan {
  const releases = Array.from({ length: perRound }, (_, index): Release => {
    const turn = (round * perRound + index) % (workloads / 2);
    return {
      service: serviceName(2 * turn),
      version: `v${round + 2}`,
      isCrashing: index >= parts.goingOn,
    };
  });
  const afterwards = parts.goingOn + parts.failing;
  return { before: releases.slice(0, afterwards), afterwards: releases.slice(afterwards) };
}

export function deployRequest({ service, version, isCrashing }: Release): DeployRequest {
  const index = Number(service.slice(serviceName(0).length - 1));
  const good = version === 'v1' ? 'good' : 'slow';
  return {
    namespace: 'prod',
    name: service,
    version,
    image: `registry.example/${service}:${version}`,
    behaviour: isCrashing ? 'crashing' : good,
    replicas: podsEach,
    labels: { 'app.kubernetes.io/name': service },
    annotations: { 'shipmate.dev/channel': `#team-${index % channels}` },
  };
}

/** By what a release is told from others. */
export function releaseKey({ service, version }: Pick<Release, 'service' | 'version'>): string {
  return `${service} ${version}`;
}
