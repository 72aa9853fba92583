import type { Person, Waiting } from '../domain/rollback/rollback.ts';
import type { ObjectName, WayBack, WayBackKind } from '../domain/rollback/way-back.ts';
import type { Revision } from '../domain/rollout/observation.ts';
import type { WorkloadReference } from '../domain/rollout/workload.ts';

/** One confirmed rollback, as the executor of its way is told. */
export interface WayBackRequest {
  /** Unique to this rollback: asking again under the same key acts no second time. */
  readonly key: string;
  readonly service: string;
  readonly environment: string;
  readonly workload: WorkloadReference;
  readonly workloadUid: string;
  readonly way: WayBack;
  /** The revision that is left; it must still be current, by the word of whoever keeps it, not by ours. */
  readonly current: Revision;
  readonly currentLabel: string;
  readonly target: Revision;
  readonly targetLabel: string;
  readonly by: Person;
  readonly approvedBy?: Person;
  readonly reason?: string;
  /** Why the version is left, in sentences. Parts of them are foreign. */
  readonly evidence?: readonly string[];
  /** Where the card is in Slack, as far as that is known. */
  readonly cardUrl?: string;
  /**
   * Only what was begun under the key is gone on with: it is too late to begin. Who cannot see whether it was begun throws
   * TransientError with outcome `unknown`.
   */
  readonly takesUpOnly?: boolean;
  /** It has waited already for what it began: what is not there of it any more was taken away, and is not begun again. */
  readonly isBegun?: boolean;
  /** For a way that suspends Flux: what the suspension is known by, since and until when. */
  readonly suspension?: { readonly key: string; readonly from: number; readonly until: number };
  /**
   * To be called right before each write. Throws a TransientError `not_leading` once whoever asks leads no more: the next
   * leader goes on under the same key, and what it has finished is not to be begun anew by somebody who was slow.
   */
  readonly confirmLead?: () => void;
  /** Whether pods of the version that is left may be deleted which are not ready, because the workload waits for them. */
  readonly deletesStuckPods?: boolean;
}

/** Whose suspension keeps Flux from putting the workload back, and until when, as far as that is said. */
export interface SeenSuspension {
  readonly isOwn: boolean;
  readonly until?: number;
}

interface WithSuspension {
  /** Absent when Flux is not suspended. Beside a refusal: what could not be taken back. */
  readonly suspension?: SeenSuspension;
}

export type WayBackResult =
  /** It was carried out: the workload is on its way to the target, or soon will be. */
  | ({ readonly kind: 'applied' } & WithSuspension)
  /** The workload is at the target already: an earlier attempt went through. */
  | ({ readonly kind: 'already-there' } & WithSuspension)
  /** It was carried out as far as it goes, and something else has to happen before the workload moves: ask again. */
  | ({
      readonly kind: 'waiting';
      readonly for: Waiting['for'];
      readonly url?: string;
      readonly said?: string;
    } & WithSuspension)
  /** Nothing was changed, and asking again would change nothing either. */
  | ({
      readonly kind: 'refused';
      readonly because:
        | 'newer-revision'
        | 'target-gone'
        | 'workload-gone'
        | 'paused'
        | 'managed'
        | 'not-begun'
        | 'manager-gone'
        | 'suspension-contested';
    } & WithSuspension)
  /** The pull request of the revert was closed. */
  | { readonly kind: 'not-merged'; readonly url: string }
  /** A manager or a tool refused, in its own words. */
  | { readonly kind: 'refused-elsewhere'; readonly who: string; readonly said: string }
  /** `rule` names what is missing: `patch deployments.apps in namespace payments`. `isBack`: the rest was done. */
  | ({ readonly kind: 'forbidden'; readonly rule: string; readonly isBack?: true } & WithSuspension);

/** One way back. Every executor passes the same contract suite. */
export interface WayBackExecutor {
  /**
   * Idempotent by the request's key: after an unknown outcome, a restart or a second call it finds what it did and
   * goes on from there. Throws TransientError with outcome `unknown` when the other side may have done it.
   */
  carryOut(request: WayBackRequest): Promise<WayBackResult>;
}

/** The executor of a way in a cluster; undefined when Shipmate has not the means (any more). */
export type ExecutorOf = (cluster: string, way: WayBackKind) => WayBackExecutor | undefined;

/** A suspension of Flux, as whoever resumes it is told. */
export interface ResumeRequest {
  /** Of the suspension that is ended, and no other. */
  readonly key: string;
  readonly owner: Extract<WayBack, { kind: 'suspend-and-undo' }>['owner'];
  readonly object: ObjectName;
  /** Whether git is fetched first, because it may have changed meanwhile. */
  readonly isFresh?: boolean;
}

export type ResumeResult =
  | { readonly kind: 'resumed' }
  /** It is not suspended for that rollback (any more). */
  | { readonly kind: 'not-held' }
  | { readonly kind: 'forbidden'; readonly rule: string };

/** Whether git has moved on since Flux last applied from it. */
export type SourceNews = 'unchanged' | 'moved' | 'unknown';

export interface FluxControl {
  /** Lets Flux apply again what it was kept from. Idempotent. */
  resume(request: ResumeRequest): Promise<ResumeResult>;
  /** `unknown` when it cannot be told, or may not be read. */
  sourceNews(request: Omit<ResumeRequest, 'key'>): Promise<SourceNews>;
}

/** Flux in a cluster; undefined for one that is not watched. */
export type FluxControlOf = (cluster: string) => FluxControl | undefined;
