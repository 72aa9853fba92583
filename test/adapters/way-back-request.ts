import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import type { WayBackRequest } from '../../src/ports.ts';

/** What Ada confirmed: back from what is seen to its newest older revision. */
export function backFrom(seen: WorkloadObservation, overrides: Partial<WayBackRequest> = {}): WayBackRequest {
  const [target] = seen.older;
  if (target === undefined) throw new Error('there is no older revision');
  return {
    key: 'offer-1-1000',
    service: seen.workload.name,
    environment: 'prod',
    workload: seen.workload,
    workloadUid: seen.uid,
    way: { kind: 'undo' },
    current: seen.revision,
    currentLabel: `v${seen.revision.number}`,
    target,
    targetLabel: `v${target.number}`,
    by: { userId: 'U0ADA', name: 'Ada' },
    ...overrides,
  };
}
