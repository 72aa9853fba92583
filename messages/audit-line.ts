import type { AuditEntry } from '../src/domain/audit/audit-entry.ts';

interface KeptEntry {
  readonly sequence: number;
  readonly entry: AuditEntry;
  readonly previousHash: string;
  readonly hash: string;
}

/** One entry as an export shows it: the time as people and tools read it, and what chains it to the one before. */
export function auditLine({ sequence, entry, previousHash, hash }: KeptEntry): object {
  const { at, ...rest } = entry;
  return { sequence, at: new Date(at).toISOString(), ...rest, previousHash, hash };
}
