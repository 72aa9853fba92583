import { mainContainer, versionLabel } from '../release/version.ts';
import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import { isPending } from '../rollout/pending-revision.ts';
import type { RevisionRecord } from './revision-record.ts';
import type { RollbackOffer } from './rollback.ts';

export interface OfferContext {
  readonly service: string;
  /** What is remembered of the workload's revisions. */
  readonly records: readonly RevisionRecord[];
  readonly newId: string;
}

/** What people call a revision: by the image of the service's own container. */
export function revisionLabel(service: string, revision: Pick<Revision, 'images' | 'number'>): string {
  const container = mainContainer(service, revision.images);
  return container === undefined ? `revision ${revision.number}` : versionLabel(container.image);
}

/**
 * Chooses the way back from the revision that is seen: the one that was last seen healthy; when none was, the
 * newest older one of which nothing is known. Never one that was bad, or was left before it was healthy, and never an
 * undo that the workload's manager would undo.
 */
export function offerRollback(seen: WorkloadObservation, context: OfferContext): RollbackOffer {
  if (isPending(seen.revision)) return { kind: 'not-begun' };
  if (seen.workload.kind !== 'Deployment' && seen.manager.kind === 'none') {
    return { kind: 'unsupported-kind', workload: seen.workload };
  }
  if (seen.manager.kind !== 'none') return { kind: 'managed', manager: seen.manager };

  const target = chooseTarget(seen, context.records);
  if (target === undefined) return { kind: 'nothing-earlier' };
  const record = recordOf(target, context.records);
  return {
    kind: 'undo',
    id: context.newId,
    from: seen.revision.number,
    target,
    targetLabel: revisionLabel(context.service, target),
    ...(record?.verdict === 'good' ? { knownGoodAt: record.at } : {}),
  };
}

function chooseTarget(seen: WorkloadObservation, records: readonly RevisionRecord[]): Revision | undefined {
  const mayBeOffered = (revision: Revision) => (recordOf(revision, records)?.verdict ?? 'good') === 'good';
  const candidates = seen.older
    .filter((revision) => revision.revisionUid !== seen.revision.revisionUid && mayBeOffered(revision))
    .toSorted((left, right) => right.number - left.number);
  const lastGood = candidates
    .flatMap((revision) => {
      const record = recordOf(revision, records);
      return record?.verdict === 'good' ? [{ revision, at: record.at }] : [];
    })
    .toSorted((left, right) => right.at - left.at)[0];
  return lastGood?.revision ?? candidates[0];
}

function recordOf(revision: Revision, records: readonly RevisionRecord[]): RevisionRecord | undefined {
  return records.find((record) => record.revisionUid === revision.revisionUid);
}
