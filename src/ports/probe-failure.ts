import type { ProbeFailure } from '../domain/problem/probe-failure.ts';
import type { ProbeQuestion } from '../domain/release/attach-probe-failure.ts';
import type { WorkloadReference } from '../domain/rollout/workload.ts';

export interface ProbeFailureSource {
  /** How a probe of the container last failed; undefined when nobody tells. Throws like a connection. */
  readProbeFailure(
    request: ProbeQuestion & { readonly workload: WorkloadReference },
  ): Promise<ProbeFailure | undefined>;
}
