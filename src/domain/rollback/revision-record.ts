export type RevisionVerdict = 'good' | 'bad';

/** What is remembered of one revision of one workload, by its ReplicaSet: its number moves, its ReplicaSet does not. */
export interface RevisionRecord {
  /** `workloadKey`. */
  readonly workload: string;
  readonly revisionUid: string;
  /** What people call it: `v42`. */
  readonly label: string;
  readonly verdict: RevisionVerdict;
  readonly at: number;
}
