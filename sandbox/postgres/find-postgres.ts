import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Debian keeps every major version in a folder of its own, where no PATH looks. */
const debianFolder = '/usr/lib/postgresql';
const places = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];

/** The folder with `initdb` and `postgres`, of the newest version; undefined when this machine has none. */
export function findPostgres(): string | undefined {
  const versions = existsSync(debianFolder)
    ? readdirSync(debianFolder).map(Number).filter(Number.isFinite)
    : [];
  const debian = versions
    .toSorted((left, right) => right - left)
    .map((version) => join(debianFolder, String(version), 'bin'));
  return [...debian, ...places].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}
