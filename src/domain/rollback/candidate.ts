import { mainContainer, versionLabel } from '../release/version.ts';
import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import type { RevisionRecord, RevisionVerdict } from './revision-record.ts';
import type { WayBack } from './way-back.ts';

/** A version that a workload could be taken back to, with what is known of it. */
export interface Candidate {
  readonly revision: Revision;
  /** What people call it: `v42`. */
  readonly label: string;
  /** What became of it here; absent when Shipmate never saw it. */
  readonly verdict?: RevisionVerdict;
  /** When that was last so. */
  readonly at?: number;
  /** Who made it, as far as a build has told. Untrusted text. */
  readonly author?: string;
}

/** As many as somebody will read through; the cluster keeps no more by default. */
const mostCandidates = 10;

/** What people call a revision: by the image of the service's own container. */
export function revisionLabel(service: string, revision: Pick<Revision, 'images' | 'number'>): string {
  const container = mainContainer(service, revision.images);
  return container === undefined ? `revision ${revision.number}` : versionLabel(container.image);
}

/** The older revisions that the way back can go to, newest first, whatever became of them. */
export function candidatesOf(
  seen: Pick<WorkloadObservation, 'revision' | 'older'>,
  way: WayBack,
  { service, records }: { readonly service: string; readonly records: readonly RevisionRecord[] },
): readonly Candidate[] {
  return seen.older
    .filter((revision) => revision.revisionUid !== seen.revision.revisionUid && isReachable(revision, way))
    .toSorted((left, right) => right.number - left.number)
    .slice(0, mostCandidates)
    .map((revision) => toCandidate(revision, service, records));
}

function isReachable({ podHash, revisionUid }: Revision, way: WayBack): boolean {
  // An aborted rollout goes to its stable version and nowhere else.
  if (way.kind === 'abort') return podHash === way.stableHash;
  return way.kind !== 'argocd-history' || way.entries.some((entry) => entry.revisionUid === revisionUid);
}

function toCandidate(revision: Revision, service: string, records: readonly RevisionRecord[]): Candidate {
  const record = records.find(({ revisionUid }) => revisionUid === revision.revisionUid);
  const label = revisionLabel(service, revision);
  if (record === undefined) return { revision, label };
  const { verdict, at, author } = record;
  return { revision, label, verdict, at, ...(author === undefined ? {} : { author }) };
}

/**
 * The one to go back to, unless a person chooses another: that was last seen healthy; when none was, the newest of
 * which nothing is known. Never one that was bad, or was left before it was healthy.
 */
export function bestCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  const [lastGood] = candidates
    .filter(({ verdict }) => verdict === 'good')
    .toSorted((left, right) => (right.at ?? 0) - (left.at ?? 0));
  return lastGood ?? candidates.find(({ verdict }) => verdict === undefined);
}
