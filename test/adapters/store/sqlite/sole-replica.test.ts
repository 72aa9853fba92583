import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openReplica, openStore } from '../../../../src/adapters/store/index.ts';
import { TransientError, UserError } from '../../../../src/errors.ts';
import { createRecordingCandidate } from '../recording-candidate.ts';
import { silentLog } from '../silent-log.ts';

const script = new URL('./hold-lock.ts', import.meta.url).pathname;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipmate-replica-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'shipmate.db');
const open = (holder: string) => openReplica({ path: path(), holder, log: silentLog });
const failureOf = (work: () => unknown) => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('a replica on SQLite', () => {
  it('leads everything at once, until it is closed', async () => {
    const replica = open('web-1/1');
    const store = await openStore({ path: path(), clock: { now: () => 0 } });
    const candidate = createRecordingCandidate();

    const campaign = replica.lead('delivery', candidate);
    await Promise.resolve();

    expect(candidate.told).toEqual(['acquired']);
    expect(campaign.isLeading()).toBe(true);
    await expect(store.transaction((session) => campaign.confirm(session))).resolves.toBeUndefined();
    expect(replica.status()).toEqual({ isReady: true, because: '', leads: ['delivery'], replicas: 1 });

    await replica.close();

    expect(candidate.told).toEqual(['acquired', 'lost']);
    expect(campaign.isLeading()).toBe(false);
    await expect(store.transaction((session) => campaign.confirm(session))).rejects.toBeInstanceOf(
      TransientError,
    );
    await store.close();
  });

  it('hears its own nudges', async () => {
    const replica = open('web-1/1');
    const heard: string[] = [];
    replica.onNudge((nudge) => heard.push(nudge));

    replica.nudge('messages');

    expect(heard).toEqual(['messages']);
    await replica.close();
  });

  it.each([
    ['a link to the file', async (link: string) => symlink(path(), link)],
    ['a link to its folder', async (link: string) => symlink(folder, link)],
  ])('refuses to be the second one by another name: %s', async (_what, make) => {
    const first = open('web-1/1');
    const store = await openStore({ path: path(), clock: { now: () => 0 } });
    const elsewhere = await mkdtemp(join(tmpdir(), 'shipmate-replica-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    const link = join(elsewhere, 'shipmate.db');
    await make(link);
    const isFolder = (await stat(link)).isDirectory();
    const other = isFolder ? join(link, 'shipmate.db') : link;

    const failure = failureOf(() => openReplica({ path: other, holder: 'web-2/2', log: silentLog }));

    expect(failure).toMatchObject({ code: 'second_replica', message: expect.stringContaining('web-1/1') });
    await store.close();
    await first.close();
  });

  it('refuses to be the second one, and names the first', async () => {
    const first = open('web-1/1');

    const failure = failureOf(() => open('web-2/2'));

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('Another Shipmate (web-1/1) runs on the store');
    expect(String(failure)).toContain('store.url');
    await first.close();
    await open('web-2/2').close();
  });

  it('refuses while another process is there, and starts once that is killed', async () => {
    const other = spawn(process.execPath, [script, path()], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');

    const failure = failureOf(() => open('web-1/1'));
    other.kill('SIGKILL');
    await once(other, 'exit');

    expect(String(failure)).toContain(`Another Shipmate (elsewhere/${other.pid})`);
    await open('web-1/1').close();
  });

  it('says so when the folder does not exist', () => {
    const failure = failureOf(() =>
      openReplica({ path: join(folder, 'no/such/x.db'), holder: 'a/1', log: silentLog }),
    );

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('Check that its folder exists');
  });
});
