import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { sampleCard } from '../sample-card.ts';

const clock = { now: () => 0 };
const noIndex = { following: [], offerIds: [] };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipmate-compact-'));
  path = join(folder, 'shipmate.db');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = (file: string) => {
  const database = new DatabaseSync(file);
  const mode = database.prepare('pragma auto_vacuum').get()?.['auto_vacuum'];
  database.close();
  return mode;
};

describe('a store on a file', () => {
  it('gives the room of what was taken out back to the disk', async () => {
    const store = await openStore({ path, clock });
    const label = 'x'.repeat(20_000);
    for (let index = 0; index < 200; index += 1) {
      await store.saveCard(sampleCard(`c-${index}`, { openedAt: 1, version: { label, image: '' } }), noIndex);
    }
    const full = (await store.size()).bytes;

    while ((await store.prune('cards', { before: 2, limit: 100 })) > 0);
    for (let count = 0; count < 10; count += 1) await store.compact();

    const { bytes } = await store.size();
    await store.close();
    expect(full).toBeGreaterThan(4_000_000);
    expect(bytes).toBeLessThan(full / 10);
    expect((await stat(path)).size).toBeLessThan(full / 10);
  });

  it('of an earlier version, which could not, is written anew once', async () => {
    const earlier = new DatabaseSync(path);
    earlier.exec('create table old (x); insert into old values (1)');
    earlier.close();
    const before = modeOf(path);

    const store = await openStore({ path, clock });
    await store.close();

    expect([before, modeOf(path)]).toEqual([0, 2]);
  });
});
