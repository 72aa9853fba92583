import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../sandbox/folder.ts';

let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shipmate-folders-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? expect.fail('it never ran');
}

/** As a sandbox of another process would have called its folder. */
async function folderOf(pid: number | string): Promise<string> {
  const own = basename(await makeFolder({ parent }));
  const name = own.replace(`-${process.pid}-`, `-${pid}-`);
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, 'shipmate.sqlite'), 'x');
  return name;
}

describe('the folder of a sandbox', () => {
  it('takes the place of those whose process was killed', async () => {
    const abandoned = await folderOf(await deadPid());

    const own = await makeFolder({ parent });

    expect(await readdir(parent)).toContain(basename(own));
    expect(await readdir(parent)).not.toContain(abandoned);
  });

  it('leaves those alone whose process lives, this one and another', async () => {
    const earlier = basename(await makeFolder({ parent }));
    const others = await folderOf(process.ppid);

    await makeFolder({ parent });

    expect(await readdir(parent)).toEqual(expect.arrayContaining([earlier, others]));
  });

  it('leaves alone what it did not make', async () => {
    const pid = await deadPid();
    const elsewhere = (await folderOf(pid)).replace(/sandbox-\w+/, 'sandbox-00000000');
    const linked = (await folderOf(pid)).replace(/\w{6}$/, 'linked');
    const kept = [elsewhere, 'shipmate-sandbox-abc123', 'unrelated', await folderOf('x')];
    for (const name of kept) await mkdir(join(parent, name), { recursive: true });
    await writeFile(join(parent, 'unrelated', 'file'), 'x');
    await symlink(join(parent, 'unrelated'), join(parent, linked));

    await makeFolder({ parent });

    expect(await readdir(parent)).toEqual(expect.arrayContaining([...kept, linked]));
    expect(await readdir(join(parent, 'unrelated'))).toEqual(['file']);
  });

  it('is made for each of several that start at once', async () => {
    const abandoned = await Promise.all([deadPid(), deadPid()].map(async (pid) => folderOf(await pid)));

    const made = await Promise.all([1, 2, 3, 4].map(() => makeFolder({ parent })));

    const names = await readdir(parent);
    expect(new Set(made).size).toBe(4);
    expect(names).toEqual(expect.arrayContaining(made.map((path) => basename(path))));
    for (const name of abandoned) expect(names).not.toContain(name);
  });
});
