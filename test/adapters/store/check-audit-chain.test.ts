import { beforeEach, describe, expect, it } from 'vitest';
import { createChainCheck } from '../../../src/adapters/store/check-audit-chain.ts';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { AuditRecord } from '../../../src/ports/audit.ts';
import { sampleEntry } from './audit-contract.ts';

let records: readonly AuditRecord[];

beforeEach(async () => {
  const store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
  for (const at of [1, 2, 3, 4]) await store.appendAudit({ ...sampleEntry, at });
  records = await store.auditRecords({ afterSequence: 0, limit: 10 });
  await store.close();
});

function check(chain: readonly AuditRecord[]) {
  const { next } = createChainCheck();
  return chain.map(next).filter((broken) => broken !== undefined);
}

describe('the chain of the audit', () => {
  it('is sound as it was written', () => {
    expect(check(records)).toEqual([]);
  });

  it('shows an entry that was edited', () => {
    const edited = records.map((record, index) =>
      index === 1 ? { ...record, document: record.document.replace('v42', 'v41') } : record,
    );

    expect(check(edited)).toEqual([{ kind: 'edited', sequence: records[1]?.sequence }]);
  });

  it('shows an entry that was edited and hashed anew, by the one after it', () => {
    const other = records[0] ?? expect.fail('no record');
    const swapped = records.map((record, index) =>
      index === 1 ? { ...record, document: other.document, hash: other.hash, previousHash: '' } : record,
    );

    expect(check(swapped)).toContainEqual({ kind: 'gap', sequence: records[2]?.sequence });
  });

  it.each([0, 1, 2])('shows that entry %i was removed', (index) => {
    const left = records.filter((_, at) => at !== index);

    expect(check(left)).toEqual([{ kind: 'gap', sequence: records[index + 1]?.sequence }]);
  });

  it('shows two entries that changed places', () => {
    const [first, second, ...rest] = records;

    expect(check([second, first, ...rest].filter((each) => each !== undefined))).toHaveLength(3);
  });

  it('has a head that an earlier export can be compared with', () => {
    const whole = createChainCheck();
    for (const record of records) whole.next(record);

    expect(whole.head()).toBe(records.at(-1)?.hash);
    expect(whole.count()).toBe(4);
  });
});
