import type { Behaviour } from '../../sandbox/kubernetes/index.ts';
import { createRandom } from '../../test/chaos/plan/random.ts';

export interface DayRequest {
  readonly hours: number;
  readonly clusters: number;
  /** Of each cluster. */
  readonly services: number;
  /** In each cluster, in 24 hours. */
  readonly releasesADay: number;
}

export interface PlannedRelease {
  readonly atMs: number;
  readonly cluster: number;
  readonly service: string;
  readonly version: string;
  readonly behaviour: Behaviour;
  readonly isBuilt: boolean;
}

const hourMs = 3_600_000;
/** Before each measurement nothing is rolled out, so that none is measured in the middle of something. */
export const calmMs = 12 * 60_000;

export const serviceName = (cluster: number, index: number) => `service-${cluster}-${index}`;

/** When what is released: spread evenly, over all clusters, always the same. */
export function planDay({ hours, clusters, services, releasesADay }: DayRequest): readonly PlannedRelease[] {
  const random = createRandom(24);
  const count = Math.round((clusters * releasesADay * hours) / 24);
  const versions = new Map<string, number>();
  const length = hours * hourMs;
  return Array.from({ length: count }, (_, index) => {
    const cluster = index % clusters;
    const service = serviceName(cluster, random.between(0, services - 1));
    const version = (versions.get(service) ?? 1) + 1;
    versions.set(service, version);
    return {
      atMs: outOfCalm((length * (index + 0.5)) / count, length),
      cluster,
      service,
      version: `v${version}`,
      behaviour: random.chance(0.82)
        ? 'good'
        : random.pick(['crashing', 'crashing', 'misconfigured', 'missing-image', 'oom']),
      isBuilt: random.chance(0.3),
    };
  });
}

function outOfCalm(atMs: number, length: number): number {
  const end = [hourMs, length].find((each) => atMs > each - calmMs && atMs <= each);
  return end === undefined ? atMs : end - calmMs;
}
