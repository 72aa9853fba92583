import { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createMessages } from '../../../src/adapters/store/messages.ts';
import { migrate } from '../../../src/adapters/store/migrate.ts';
import { migrations } from '../../../src/adapters/store/migrations/index.ts';
import type { StoreSchema } from '../../../src/adapters/store/schema.ts';
import { createSqliteDialect, sqliteEngine } from '../../../src/adapters/store/sqlite/dialect.ts';
import { toKyselyDatabase } from '../../../src/adapters/store/sqlite/node-database.ts';
import { openDatabase } from '../../../src/adapters/store/sqlite/open-database.ts';
import { cardSubject } from './sample-card.ts';

const clock = { now: () => 1 };

describe('a store from before messages had subjects', () => {
  it('goes on with the same messages', async () => {
    const file = openDatabase(':memory:');
    const database = new Kysely<StoreSchema>({ dialect: createSqliteDialect(toKyselyDatabase(file)) });
    const before = migrations.slice(
      0,
      migrations.findIndex(({ id }) => id === '0006-subjects'),
    );
    await migrate({ database, migrations: before, engine: sqliteEngine, clock });
    file.exec(`insert into messages (card_id, slot, channel, ts, shown_hash, status, priority, dirty_since)
      values ('a/b', 'card', 'C1', '1.2', 'hash', 'posted', 2, 5)`);

    await migrate({ database, migrations, engine: sqliteEngine, clock });

    const messages = createMessages(database);
    const expected = { subject: cardSubject('a/b'), slot: 'card', ts: '1.2', shownHash: 'hash', changes: 0 };
    expect(await messages.message(cardSubject('a/b'), 'card')).toMatchObject(expected);
    expect(await messages.dirtyMessages(5)).toHaveLength(1);
    await database.destroy();
  });
});
