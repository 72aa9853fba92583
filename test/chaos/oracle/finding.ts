export type FindingKind = 'missing-verdict' | 'duplicate-message' | 'wrong-card' | 'flood' | 'broken-run';

/** One way in which what people see is not what happened. */
export interface Finding {
  readonly kind: FindingKind;
  /** `ledger v3 in #shop` */
  readonly where: string;
  readonly what: string;
}
