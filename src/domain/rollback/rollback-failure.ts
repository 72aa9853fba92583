import type { Problem } from '../problem/problem.ts';
import type { Waiting } from './rollback.ts';

/** Why an accepted rollback did not reach its target. `messages/rollback-failure.ts` says it, and what is left to do. */
export type RollbackFailure = FailureCause & {
  /** An attempt before, or a part of this one, may have gone through: nobody can say that nothing was changed. */
  readonly mayHaveActed?: true;
};

type FailureCause =
  /** `rule` names what is missing: `patch deployments.apps in namespace payments`. Nothing was changed. */
  | { readonly kind: 'forbidden'; readonly rule: string }
  /** Something else was current already when the patch came; nothing was changed. */
  | { readonly kind: 'not-current' }
  /** The cluster does not keep the target any more; nothing was changed. */
  | { readonly kind: 'target-gone' }
  | { readonly kind: 'workload-gone' }
  /** Somebody has come to manage the workload since it was asked for; nothing was changed. */
  | { readonly kind: 'managed' }
  /** The object by which Flux manages the workload is not there any more; nothing was changed. */
  | { readonly kind: 'manager-gone' }
  /** What is in git says whether Flux is suspended, and would end a suspension of ours; nothing was changed. */
  | { readonly kind: 'suspension-contested' }
  /** Asked for so long ago that it is not carried out any more; nothing was changed. */
  | { readonly kind: 'overdue' }
  /** It became healthy before it was carried out; nothing was changed. */
  | { readonly kind: 'healthy-again' }
  /** The workload is paused; nothing was changed. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'cluster-not-watched'; readonly cluster: string }
  /** Who was asked, by this process or one before, may have done it: the answer never came. `who`: where that is not the API server. */
  | { readonly kind: 'outcome-unknown'; readonly cluster: string; readonly who?: string }
  | { readonly kind: 'api-refused'; readonly cluster: string; readonly who?: string }
  /** A newer version was rolled out while the target was on its way. */
  | { readonly kind: 'superseded'; readonly newerLabel: string }
  /** The pull request was closed without a merge; nothing was changed. `url` is where. */
  | { readonly kind: 'not-merged'; readonly url: string }
  /** What had to happen outside the cluster has not happened in time. */
  | { readonly kind: 'waited-too-long'; readonly for: Waiting['for']; readonly withinMs: number }
  /** The manager or release tool refused, in its own words. Untrusted text. */
  | { readonly kind: 'refused-elsewhere'; readonly who: string; readonly said: string }
  | { readonly kind: 'not-healthy-in-time'; readonly withinMs: number }
  /** The target runs into trouble itself. */
  | { readonly kind: 'target-fails'; readonly problem: Problem };
