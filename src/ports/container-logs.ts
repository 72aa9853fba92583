import type { ContainerLog } from '../domain/log/log.ts';
import type { WorkloadReference } from '../domain/rollout/workload.ts';

export interface LogRequest {
  readonly workload: WorkloadReference;
  readonly pod: string;
  readonly container: string;
  /** Which instance tells more, by default the one that crashed; the other's log is read where this one has none. */
  readonly instance?: 'crashed' | 'running';
}

export interface LogSource {
  /**
   * The end of a container's log. Never throws for what a pod's life explains; else ForbiddenError, PermanentError or
   * TransientError.
   */
  readLog(request: LogRequest): Promise<ContainerLog>;
}
