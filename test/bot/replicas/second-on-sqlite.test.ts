import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfiguration } from '../../../sandbox/configuration.ts';
import { UserError } from '../../../src/errors.ts';
import { startShipmate } from '../../../src/main.ts';
import { startCompany } from './company.ts';

describe('a second replica on SQLite', () => {
  it('refuses to start and names the first, which goes on; after the end of that one it starts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-second-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const company = await startCompany(join(folder, 'shipmate.sqlite'));
    const first = await company.startReplica();

    const failure = await startShipmate(readConfiguration(company.configuration)).catch(
      (error: unknown) => error,
    );
    await company.deploy('v42', 'good');
    await company.card('v42 is live in prod');
    await first.close();
    const next = await company.startReplica();

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toMatch(
      /Another Shipmate \(.+\/\d+\) runs on the store .*\. SQLite is for one replica/,
    );
    expect((await next.state()).replicas).toBe(1);
  }, 30_000);
});
