import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { migrations } from '../../../../src/adapters/store/migrations/index.ts';
import type { Store } from '../../../../src/ports.ts';
import { createDatabase, hasPostgres, statement } from '../../../postgres/database.ts';
import { type EngineName, readFixture } from './fixture.ts';

type Row = Readonly<Record<string, unknown>>;

/** An opened store, and the same database as rows. */
interface Opened {
  readonly store: Store;
  rows(sql: string): Promise<readonly Row[]>;
}

const clock = { now: () => 1_700_000_000_000 };
/** The first version that ran anywhere; what was before it, nobody has. */
const first = '0004-history';
const ids = migrations.map(({ id }) => id).filter((id) => id >= first);

const openers: Readonly<Record<EngineName, (before: string) => Promise<Opened>>> = {
  async sqlite(before) {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-version-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'shipmate.db');
    const file = new DatabaseSync(path);
    onTestFinished(() => file.close());
    file.exec(before);
    return opened(await openStore({ path, clock }), async (sql) => file.prepare(sql).all());
  },
  async postgres(before) {
    const url = await createDatabase();
    if (before !== '') await statement(url, before);
    return opened(await openStore({ url, clock }), (sql) => statement(url, sql));
  },
};

function opened(store: Store, rows: Opened['rows']): Opened {
  onTestFinished(() => store.close());
  return { store, rows };
}

function fixtureOf(engine: EngineName, id: string): string {
  return (
    readFixture(engine, id) ??
    expect.fail(
      `test/fixtures/store has no ${engine} database of ${id}: node test/adapters/store/migrations/record.ts`,
    )
  );
}

/** A card but for its ways back, whose shape has changed: `card-document.test.ts` says how they are read. */
function withoutRollbacks(card: unknown): unknown {
  return JSON.parse(JSON.stringify(card), (key, value: unknown) =>
    key === 'offer' || key === 'rollback' ? undefined : value,
  );
}

const columnsOf: Readonly<Record<EngineName, string>> = {
  sqlite: `select m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || c."notnull" as column
           from sqlite_master m join pragma_table_info(m.name) c
           where m.type = 'table' and m.name not like 'sqlite_%' order by 1`,
  postgres: `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as column
             from information_schema.columns where table_schema = 'public' order by 1`,
};

describe.each(['sqlite', 'postgres'] as const)('a store of an earlier version, on %s', (engine) => {
  const isHere = engine === 'sqlite' || hasPostgres;

  it.skipIf(!isHere).each(ids)('%s is brought up to date, and everything in it is read', async (id) => {
    const { store, rows } = await openers[engine](fixtureOf(engine, id));

    const cards = await rows('select id, build_id, document from cards');
    for (const { id: cardId, build_id: build, document } of cards) {
      expect(withoutRollbacks(await store.card(String(cardId)))).toEqual(
        withoutRollbacks(JSON.parse(String(document))),
      );
      if (build !== null) expect(await store.cardByBuild(String(build))).toBeDefined();
    }
    for (const { offer_id: offer, card_id: cardId } of await rows('select * from card_offers')) {
      expect((await store.cardByOffer(String(offer)))?.id).toBe(cardId);
    }
    for (const { workload, card_id: cardId } of await rows('select * from card_following')) {
      expect((await store.cardsFollowing(String(workload))).map((card) => card.id)).toContain(cardId);
    }
    expect(cards.length).toBeGreaterThan(2);
  });

  it.skipIf(!isHere).each(ids)('%s keeps its workloads, messages, requests and history', async (id) => {
    const { store, rows } = await openers[engine](fixtureOf(engine, id));

    for (const { workload, uid } of await rows('select workload, uid from workloads')) {
      expect((await store.workload(String(workload)))?.uid).toBe(uid);
    }
    for (const { workload, label } of await rows('select workload, label from revisions')) {
      expect((await store.revisions(String(workload))).map((record) => record.label)).toContain(label);
    }
    const messages = await rows("select subject, slot, ts from messages where subject like 'card/%'");
    for (const { subject, slot, ts } of messages) {
      const cardId = String(subject).slice('card/'.length);
      expect((await store.message({ kind: 'card', id: cardId }, String(slot)))?.ts).toBe(ts);
    }
    expect(messages.length).toBeGreaterThan(2);
    expect((await store.history('payments-api', 1_000)).length).toBeGreaterThan(10);
  });

  it.skipIf(!isHere).each(ids)('%s keeps the requests that were not processed', async (id) => {
    const { store, rows } = await openers[engine](fixtureOf(engine, id));

    for (const { key, status, failure } of await rows('select key, status, failure from inbox')) {
      const record = await store.inbox.record(String(key));
      expect([record?.status, record?.failure ?? null]).toEqual([status, failure]);
    }
    expect((await store.inbox.depth()).dead).toBe(id >= '0007-inbox' ? 1 : 0);
  });

  it.skipIf(!isHere).each(ids)('%s has the same columns then as a new store', async (id) => {
    const old = await openers[engine](fixtureOf(engine, id));
    const fresh = await openers[engine]('');

    expect(await old.rows(columnsOf[engine])).toEqual(await fresh.rows(columnsOf[engine]));
  });

  it.skipIf(!isHere).each(ids)('%s can be written to', async (id) => {
    const { store } = await openers[engine](fixtureOf(engine, id));

    await store.appendHistory({ at: 1, type: 'card-opened', service: 'new', detail: {} });
    await store.saveWorkload({ workload: 'prod/new', uid: 'u', revision: 1 });

    expect(await store.history('new', 1)).toHaveLength(1);
    expect((await store.workload('prod/new'))?.revision).toBe(1);
  });
});
