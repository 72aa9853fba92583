import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { explainOpenFailure } from '../../../src/adapters/store/sqlite/open-database.ts';
import { UserError } from '../../../src/errors.ts';
import { cardSubject, sampleCard } from './sample-card.ts';
import { storeContract } from './store-contract.ts';

const clock = { now: () => 1_700_000_000_000 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipmate-store-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

storeContract('memory', () => openStore({ path: ':memory:', clock }));
storeContract('a file', () => openStore({ path: join(folder, 'shipmate.db'), clock }));

const open = (name: string) => openStore({ path: join(folder, name), clock });
const failureOf = (name: string) =>
  open(name).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a store on a file', () => {
  it('still knows everything when it is opened again', async () => {
    const before = await open('shipmate.db');
    await before.saveCard(sampleCard('card-1'), {
      following: ['prod/a'],
      offerIds: ['o'],
      buildId: 'b',
      dueAt: 1,
    });
    await before.markDirty({
      subject: cardSubject('card-1'),
      slot: 'card',
      channel: '#x',
      priority: 1,
      at: 5,
    });
    await before.close();

    const after = await open('shipmate.db');

    expect(await after.cardByOffer('o')).toEqual(sampleCard('card-1'));
    expect(await after.cardsFollowing('prod/a')).toHaveLength(1);
    expect(await after.dirtyMessages(5)).toHaveLength(1);
    await after.close();
  });

  it('survives a power cut: journal and synchronous setting keep what was committed', async () => {
    const store = await open('shipmate.db');
    const reader = new DatabaseSync(join(folder, 'shipmate.db'));

    const mode = reader.prepare('PRAGMA journal_mode').get();

    expect(mode?.['journal_mode']).toBe('wal');
    reader.close();
    await store.close();
  });

  it('may be shared by two processes for a moment, and neither loses a write', async () => {
    const left = await open('shipmate.db');
    const right = await open('shipmate.db');
    const write = (store: typeof left, name: string) =>
      store.transaction(async (session) => {
        await session.card(name);
        await session.saveCard(sampleCard(name), { following: ['prod/a'], offerIds: [] });
      });

    for (let round = 0; round < 20; round += 1) {
      await write(left, `left-${round}`);
      await write(right, `right-${round}`);
    }

    expect(await left.cardsFollowing('prod/a')).toHaveLength(40);
    await Promise.all([left.close(), right.close()]);
  });

  it('deletes attachments with their card', async () => {
    const store = await open('shipmate.db');
    const file = { slot: 'file/log', filename: 'a.log', title: 'Log', text: 'line', at: 5 };
    for (const cardId of ['card-1', 'card-2']) {
      await store.saveCard(sampleCard(cardId), { following: [], offerIds: [] });
      await store.saveAttachment({ ...file, cardId });
    }
    const database = new DatabaseSync(join(folder, 'shipmate.db'), { enableForeignKeyConstraints: true });

    database.exec("delete from cards where id = 'card-1'");

    expect(await store.attachment('card-1', 'file/log')).toBeUndefined();
    expect(await store.attachment('card-2', 'file/log')).toBeDefined();
    database.close();
    await store.close();
  });

  it('refuses what a newer Shipmate wrote', async () => {
    await (await open('shipmate.db')).close();
    const database = new DatabaseSync(join(folder, 'shipmate.db'));
    database.exec("insert into migrations values ('9999-from-the-future', 1)");
    database.close();

    const failure = await failureOf('shipmate.db');

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('9999-from-the-future');
  });
});

describe('a store that cannot be opened', () => {
  it('says so when the folder does not exist', async () => {
    const failure = await failureOf('no/such/folder/shipmate.db');

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toMatch(/no\/such\/folder\/shipmate\.db cannot be used: .*folder exists/);
  });

  it('says so when the file is something else', async () => {
    await writeFile(join(folder, 'notes.txt'), 'Dear diary, today we shipped nothing. '.repeat(200));

    const failure = await failureOf('notes.txt');

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('not a SQLite database');
  });

  it('says so when pages of the file are damaged', async () => {
    const path = join(folder, 'shipmate.db');
    const store = await open('shipmate.db');
    for (let index = 0; index < 100; index += 1) {
      await store.saveCard(sampleCard(`card-${index}`), { following: [`prod/${index}`], offerIds: [] });
    }
    await store.close();
    await damage(path);

    const failure = await failureOf('shipmate.db');

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('damaged');
  });

  it.each([
    [8, 'read-only'],
    [1032, 'read-only'],
    [5, 'another process keeps it locked'],
    [13, 'the disk is full'],
    [10, 'SQLite reports error 10'],
  ])('explains SQLite error %i', (errcode, words) => {
    const failure = explainOpenFailure(Object.assign(new Error('sqlite'), { errcode }), '/data/shipmate.db');

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('/data/shipmate.db');
    expect(String(failure)).toContain(words);
  });
});

/** Overwrites everything after the first page, which carries the header and the schema. */
async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.fill(0x5a, 4_096);
  await writeFile(path, bytes);
}
