import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { toStoreError } from '../../../../src/adapters/store/sqlite/failure.ts';
import { TransientError } from '../../../../src/errors.ts';
import { sampleCard } from '../sample-card.ts';

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-failure-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'shipmate.db');
}

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a failure of SQLite', () => {
  it('that the disk is full may pass, and nothing was done', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('pragma page_size = 512; pragma max_page_count = 2; create table a (b text)');

    const error = toStoreError(
      errorOf(() => database.prepare('insert into a values (?)').run('x'.repeat(9_999))),
    );

    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ code: 'store_unavailable', outcome: 'not-done' });
    expect(String(error)).toContain('the disk is full');
  });

  it('that is a defect stays one', () => {
    const database = new DatabaseSync(':memory:');
    const error = errorOf(() => database.exec('select nothing from nowhere'));

    expect(toStoreError(error)).toBe(error);
    expect(toStoreError('thrown')).toBe('thrown');
  });

  it('that another process keeps it locked is told as one that passes', { timeout: 20_000 }, async () => {
    const path = await openFolder();
    const store = await openStore({ path, clock: { now: () => 0 } });
    onTestFinished(() => store.close());
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');

    const write = store.saveCard(sampleCard('a'), { following: [], offerIds: [] });

    await expect(write).rejects.toMatchObject({ name: 'TransientError', code: 'store_unavailable' });
    other.exec('rollback');
    await store.saveCard(sampleCard('a'), { following: [], offerIds: [] });
    expect(await store.card('a')).toBeDefined();
  });
});
