import type { AuditEntry } from '../domain/audit/audit-entry.ts';

/** An entry as it is kept: chained to the one before it, so that a gap or an edit is seen. */
export interface AuditRecord {
  /** Grows; the numbers may have gaps, the chain has none. */
  readonly sequence: number;
  readonly entry: AuditEntry;
  /** Hash of the record before it; empty for the first. */
  readonly previousHash: string;
  /** SHA-256 over `previousHash` and the entry as it was written, in hexadecimal. */
  readonly hash: string;
  /** The text that was hashed with `previousHash`. */
  readonly document: string;
}

export interface AuditVerbs {
  appendAudit(entry: AuditEntry): Promise<void>;
  /** In the order they were written, from after `afterSequence` on. */
  auditRecords(request: { afterSequence: number; limit: number }): Promise<readonly AuditRecord[]>;
}
