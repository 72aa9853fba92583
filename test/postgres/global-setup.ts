import type { TestProject } from 'vitest/node';
import { findPostgres, startPostgres } from '../../sandbox/postgres/index.ts';
import { advice } from './advice.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for every test of this run; undefined where there is no PostgreSQL. */
    postgresUrl: string | undefined;
  }
}

/** Starts the PostgreSQL that all tests of a run share, each test file with a database of its own. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = findPostgres();
  if (binaries === undefined) {
    project.provide('postgresUrl', undefined);
    if (process.env['CI'] !== 'true')
      process.stderr.write(`The tests on PostgreSQL are skipped: ${advice}\n`);
    return undefined;
  }
  const server = await startPostgres(binaries);
  project.provide('postgresUrl', server.url('postgres'));
  return () => server.close();
}
