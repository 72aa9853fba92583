import type { WorkloadObservation } from '../rollout/observation.ts';
import { isPending } from '../rollout/pending-revision.ts';
import { bestCandidate, candidatesOf } from './candidate.ts';
import type { ChooseWay } from './choose-way.ts';
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
  if (way === undefined) {
    return seen.manager.kind === 'none'
      ? { kind: 'unsupported-kind', workload: seen.workload }
      : { kind: 'managed', manager: seen.manager, ...whyManaged(seen) };
  }

  const candidates = candidatesOf(seen, way, context);
  const target = bestCandidate(candidates);
  if (target === undefined) return { kind: 'nothing-earlier' };
  return { kind: 'way-back', id: context.newId, from: seen.revision.number, way, target, candidates };
}

function whyManaged({ manager, management }: WorkloadObservation): { readonly because?: ManagedBecause } {
  if (manager.kind !== 'argocd') return {};
  if (management?.kind !== 'argocd') return { because: 'unseen' };
  return { because: management.syncsItself ? 'syncs-itself' : 'no-entry' };
}
