import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Surroundings {
  /** Where folders are made. Default: the machine's. */
  readonly parent?: string;
  readonly isAlive?: (pid: number) => boolean;
}

/**
 * A folder of this process alone. Those of sandboxes that were killed, and could not tidy up, go first: whose process is
 * named in their name, so that there is no moment at which a folder is there and nobody knows whose it is.
 */
export async function makeFolder({
  parent = tmpdir(),
  isAlive = isRunning,
}: Surroundings = {}): Promise<string> {
  await removeAbandoned(parent, isAlive);
  return mkdtemp(join(parent, `${prefix()}${process.pid}-`));
}

async function removeAbandoned(parent: string, isAlive: (pid: number) => boolean): Promise<void> {
  const own = prefix();
  const names = (await readdir(parent)).filter((name) => name.startsWith(own));
  for (const name of names) {
    const [, pid] = /^(\d+)-\w+$/.exec(name.slice(own.length)) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(parent, name);
    // Another sandbox may be removing it, too; what cannot be removed is in nobody's way.
    const isOwn = await isOwnFolder(path).catch(() => false);
    if (isOwn) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The number of a process says nothing outside its machine and its container, which may share the folder with others. */
function prefix(): string {
  const place = createHash('sha256').update(`${hostname()} ${pidNamespace()}`).digest('hex').slice(0, 8);
  return `shipmate-sandbox-${place}-`;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isDirectory() && found.uid === process.getuid?.();
}

/** Signal 0 asks and does nothing; EPERM is the answer of a process of somebody else. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
