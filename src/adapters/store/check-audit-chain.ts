import type { AuditRecord } from '../../ports/audit.ts';
import { auditHash } from './audit.ts';

/** What is wrong with a chain: the first record that does not follow from the one before it. */
export type ChainBreak =
  /** The record itself was changed after it was written. */
  | { readonly kind: 'edited'; readonly sequence: number }
  /** One or more records between it and the one before were removed or put in another order. */
  | { readonly kind: 'gap'; readonly sequence: number };

/** Follows a chain from its first record on. `head` is the last hash so far: two exports can be compared by it. */
export function createChainCheck() {
  let head = '';
  let count = 0;
  return {
    /** The record is the next one of the chain; undefined when it is sound. */
    next({ sequence, previousHash, hash, document }: AuditRecord): ChainBreak | undefined {
      const isEdited = auditHash(previousHash, document) !== hash;
      const isGap = previousHash !== head;
      head = hash;
      count += 1;
      if (isEdited) return { kind: 'edited', sequence };
      return isGap ? { kind: 'gap', sequence } : undefined;
    },
    head: () => head,
    count: () => count,
  };
}
