/** An analysis run that has something to say: it runs, or it did not succeed. */
export interface Analysis {
  readonly name: string;
  /** `Running`, `Failed`, `Error`, `Inconclusive`. */
  readonly status: string;
  /** Argo's or the metric provider's words; untrusted text. */
  readonly message: string;
}

/** What only this kind of workload has to tell. */
export type Particulars =
  | {
      readonly kind: 'job';
      /** The Job itself; a CronJob makes one after the other. */
      readonly name: string;
      readonly startedAt?: number;
      readonly finishedAt?: number;
      /** Why it failed: `BackoffLimitExceeded`. */
      readonly reason?: string;
    }
  | {
      readonly kind: 'canary';
      /** Counted from 1. */
      readonly step: number;
      /** 0 when the strategy has no steps. */
      readonly steps: number;
      /** Per cent of the traffic that the new revision gets; absent when nothing says so. */
      readonly weight?: number;
      readonly isAborted: boolean;
      /** The pods that an abort returns to; absent before the first version is stable. */
      readonly stableHash?: string;
      readonly analysis?: Analysis;
      /** When a pause ends by itself. */
      readonly resumesAt?: number;
    }
  | {
      readonly kind: 'blue-green';
      /** Whether the new revision has the live traffic. */
      readonly isActive: boolean;
      readonly isAborted: boolean;
      readonly stableHash?: string;
      readonly analysis?: Analysis;
      /** When a pause ends by itself. */
      readonly resumesAt?: number;
    };

/** Whether an Argo Rollout was taken back to its stable version. */
export function isAborted(particulars: Particulars | undefined): boolean {
  return particulars !== undefined && particulars.kind !== 'job' && particulars.isAborted;
}
