import type { WorkloadObservation } from '../rollout/observation.ts';
import { isPending } from '../rollout/pending-revision.ts';
import { bestCandidate, type Candidate, candidatesOf } from './candidate.ts';
import { type ChooseWay, isUndoable } from './choose-way.ts';
import { pinEntries, recordOf } from './deployment-history.ts';
import type { RevisionRecord } from './revision-record.ts';
import type { ManagedBecause, RollbackOffer } from './rollback.ts';

export interface OfferContext {
  readonly service: string;
  /** What is remembered of the workload's revisions. */
  readonly records: readonly RevisionRecord[];
  readonly newId: string;
  readonly chooseWay: ChooseWay;
}

/** The way back from the revision that is seen, and where it goes; or why there is none. */
export function offerRollback(seen: WorkloadObservation, context: OfferContext): RollbackOffer {
  if (isPending(seen.revision)) return { kind: 'not-begun' };
  const way = context.chooseWay(seen);
  if (way === undefined) return whyNoWay(seen);

  const candidates = candidatesOf(seen, way, context);
  const target = bestCandidate(candidates) ?? candidates.find((each) => isServingWell(each, seen));
  if (target === undefined) return { kind: 'nothing-earlier' };
  return { kind: 'way-back', id: context.newId, from: seen.revision.number, way, target, candidates };
}

function whyNoWay(seen: WorkloadObservation): RollbackOffer {
  const { manager, workload } = seen;
  const isOfKind = manager.kind === 'not-known-yet' && !isUndoable(workload.kind);
  if (manager.kind === 'none' || isOfKind) return { kind: 'unsupported-kind', workload };
  return { kind: 'managed', manager, ...whyManaged(seen) };
}

function whyManaged(seen: WorkloadObservation): { readonly because?: ManagedBecause } {
  const { manager, management, older } = seen;
  if (manager.kind !== 'argocd') return {};
  if (management?.kind !== 'argocd') return { because: 'unseen' };
  if (management.syncsItself) return { because: 'syncs-itself' };
  const isReaching = pinEntries(older, recordOf(seen, management.history)).length > 0;
  return isReaching ? {} : { because: 'no-entry' };
}

/**
 * It was bad when it was judged, or was never judged well, and has healed since, while nobody looked: its pods are what
 * people are served by.
 */
function isServingWell({ revision }: Candidate, { serving, olderTroubles }: WorkloadObservation): boolean {
  const { revisionUid } = revision;
  return (
    serving?.revisionUid === revisionUid &&
    olderTroubles.every((older) => older.revision.revisionUid !== revisionUid)
  );
}
