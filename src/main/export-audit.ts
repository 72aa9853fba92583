import { auditLine } from '../../messages/audit-line.ts';
import { type ChainBreak, createChainCheck } from '../adapters/store/check-audit-chain.ts';
import type { Config } from '../config/schema.ts';
import type { Store } from '../ports.ts';
import { withKeptStore } from './kept-store.ts';

export interface AuditRequest {
  /** Epoch milliseconds; entries before it are checked, too, but not written. */
  readonly since: number;
  /** The head of an earlier export: it must be part of the chain. */
  readonly knownHead?: string;
  /** Takes one JSON line. */
  readonly write: (line: string) => Promise<void>;
}

export interface AuditSummary {
  readonly written: number;
  readonly count: number;
  readonly head: string;
  readonly breaks: readonly ChainBreak[];
  /** False when `knownHead` was given and is not part of the chain: what it ended with was removed. */
  readonly hasKnownHead: boolean;
}

const pageSize = 500;

/**
 * Writes the audit's entries as JSON lines, oldest first, and follows the chain from its first record on. Throws a
 * UserError when there is no store: nothing that is missing is sound.
 */
export function exportAudit(config: Config, request: AuditRequest): Promise<AuditSummary> {
  return withKeptStore(config.store, (store) => followChain(store, request));
}

async function followChain(store: Pick<Store, 'auditRecords'>, request: AuditRequest): Promise<AuditSummary> {
  const chain = createChainCheck();
  const breaks: ChainBreak[] = [];
  let written = 0;
  let hasKnownHead = request.knownHead === undefined;
  for (let after = 0; ; ) {
    const page = await store.auditRecords({ afterSequence: after, limit: pageSize });
    for (const record of page) {
      const broken = chain.next(record);
      if (broken !== undefined) breaks.push(broken);
      hasKnownHead ||= record.hash === request.knownHead;
      if (record.entry.at < request.since) continue;
      await request.write(`${JSON.stringify(auditLine(record))}\n`);
      written += 1;
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  return { written, count: chain.count(), head: chain.head(), breaks, hasKnownHead };
}
