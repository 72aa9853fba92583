import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditVerbs } from '../../ports/audit.ts';
import type { StoreSchema } from './schema.ts';

/** The audit history. `appendAudit` reads the last record and writes the next: the caller gives it a transaction. */
export function createAudit(database: Kysely<StoreSchema>): AuditVerbs {
  return {
    async appendAudit(entry) {
      const last = await database
        .selectFrom('audit')
        .select('hash')
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      const previousHash = last?.hash ?? '';
      const document = JSON.stringify(entry);
      await database
        .insertInto('audit')
        .values({ document, previous_hash: previousHash, hash: auditHash(previousHash, document) })
        .execute();
    },

    async auditRecords({ afterSequence, limit }) {
      const rows = await database
        .selectFrom('audit')
        .selectAll()
        .where('sequence', '>', afterSequence)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(({ sequence, document, previous_hash: previousHash, hash }) => ({
        sequence,
        entry: JSON.parse(document),
        previousHash,
        hash,
        document,
      }));
    },
  };
}

/** What ties a record to the one before it. The line break cannot stand in a hash. */
export function auditHash(previousHash: string, document: string): string {
  return createHash('sha256').update(`${previousHash}\n${document}`).digest('hex');
}
