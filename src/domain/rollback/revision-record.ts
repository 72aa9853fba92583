/** unproven: it was left before it was seen healthy, through no fault that was seen. */
export type RevisionVerdict = 'good' | 'bad' | 'unproven';

/** What is remembered of one revision of one workload, by its ReplicaSet: its number moves, its ReplicaSet does not. */
export interface RevisionRecord {
  /** `workloadKey`. */
  readonly workload: string;
  readonly revisionUid: string;
  /** What people call it: `v42`. */
  readonly label: string;
  readonly verdict: RevisionVerdict;
  readonly at: number;
  /** Who made the version, as far as a build has told. */
  readonly author?: string;
}
