import { describe, expect, it } from 'vitest';
import { createChainCheck } from '../../../src/adapters/store/check-audit-chain.ts';
import type { AuditEntry } from '../../../src/domain/audit/audit-entry.ts';
import type { Store } from '../../../src/ports.ts';

export const sampleEntry: AuditEntry = {
  at: 1_000,
  actor: { kind: 'person', userId: 'U0ADA', name: 'Ada' },
  source: 'slack',
  action: 'rollback-requested',
  outcome: 'done',
  service: 'payments-api',
  environment: 'prod',
  before: 'v43',
  after: 'v42',
  reason: 'captures time out \u0000 ✗ "quoted"',
};

export function auditContract(store: () => Store): void {
  describe('the audit', () => {
    it('keeps what was written, in order, in pages', async () => {
      for (const at of [1, 2, 3]) await store().appendAudit({ ...sampleEntry, at });

      const first = await store().auditRecords({ afterSequence: 0, limit: 2 });
      const rest = await store().auditRecords({ afterSequence: first.at(-1)?.sequence ?? 0, limit: 2 });

      expect([...first, ...rest].map(({ entry }) => entry)).toEqual(
        [1, 2, 3].map((at) => ({ ...sampleEntry, at })),
      );
    });

    it('chains each entry to the one before it, whoever writes at the same time', async () => {
      await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          store().transaction((session) => session.appendAudit({ ...sampleEntry, at })),
        ),
      );

      const records = await store().auditRecords({ afterSequence: 0, limit: 100 });
      const chain = createChainCheck();

      expect(records.map((record) => chain.next(record))).toEqual(records.map(() => undefined));
      expect(records).toHaveLength(12);
      expect(chain.head()).toBe(records.at(-1)?.hash);
    });

    it('writes nothing of a transaction that fails', async () => {
      const failed = store().transaction(async (session) => {
        await session.appendAudit(sampleEntry);
        throw new Error('no');
      });

      await expect(failed).rejects.toThrow('no');
      expect(await store().auditRecords({ afterSequence: 0, limit: 10 })).toEqual([]);
    });
  });
}
