import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';

const script = new URL('./write-until-killed.ts', import.meta.url).pathname;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipmate-store-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Kills the writer, with no time to tidy up, once it has reported enough; answers what it said was committed. */
async function killAfter(writer: ChildProcess, commits: number): Promise<string[]> {
  const ids: string[] = [];
  if (writer.stdout === null) throw new TypeError('the writer has no output');
  for await (const line of createInterface(writer.stdout)) {
    ids.push(line);
    if (ids.length === commits) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  return ids;
}

describe('two processes on one file, killed in the middle', () => {
  it('lose nothing that was committed, and leave nothing half written', async () => {
    const path = join(folder, 'shipmate.db');
    const start = (name: string) =>
      spawn(process.execPath, [script, path, name], { stdio: ['ignore', 'pipe', 'inherit'] });

    const written = await Promise.all([killAfter(start('left'), 40), killAfter(start('right'), 40)]);

    const store = await openStore({ path, clock: { now: () => 0 } });
    const dirty = await store.dirtyMessages(10_000);
    const cards = await Promise.all(dirty.map(({ subject }) => store.card(subject.id)));
    expect(dirty.map(({ subject }) => subject.id)).toEqual(expect.arrayContaining(written.flat()));
    expect(written.flat().length).toBeGreaterThanOrEqual(80);
    expect(cards).not.toContain(undefined);
    await store.close();
  });
});
