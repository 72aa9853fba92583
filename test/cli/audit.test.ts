import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import { sampleEntry } from '../adapters/store/audit-contract.ts';
import { type } from './terminal.ts';

let folder: string;
let path: string;
const day = 24 * 60 * 60_000;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipmate-audit-'));
  path = join(folder, 'shipmate.sqlite');
  const store = await openStore({ path, clock: { now: () => 0 } });
  for (const days of [40, 20, 1]) {
    await store.appendAudit({ ...sampleEntry, at: Date.now() - days * day, after: `v${days}` });
  }
  await store.close();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const audit = (options = '') =>
  type(`audit ${options}`.trim(), {
    text: `
slack: {botToken: xoxb-1, signingSecret: abc, fallbackChannel: "#releases"}
clusters: [{name: prod, environment: prod}]
store: {path: "${path}"}
`,
  });

const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));

/** Somebody with a hand in the database. */
function tamper(statement: string): void {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

describe('shipmate audit', () => {
  it('writes who did what as JSON lines, oldest first', async () => {
    const { code, stdout, stderr } = await audit();

    expect(code).toBe(0);
    expect(lines(stdout).map(({ after }) => after)).toEqual(['v40', 'v20', 'v1']);
    expect(lines(stdout)[0]).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      actor: { kind: 'person', userId: 'U0ADA', name: 'Ada' },
      action: 'rollback-requested',
      service: 'payments-api',
      before: 'v43',
      previousHash: '',
    });
    expect(stderr).toMatch(/^3 entries; the chain is sound, its head is [0-9a-f]{64}\.$/);
  });

  it('writes those of the last while, and checks all', async () => {
    const { stdout, stderr } = await audit('--since 30d');

    expect(lines(stdout).map(({ after }) => after)).toEqual(['v20', 'v1']);
    expect(stderr).toContain('2 of 3 entries; the chain is sound');
  });

  it('sees an edit', async () => {
    tamper(`update audit set document = replace(document, 'v20', 'v19') where sequence = 2`);

    const { code, stderr } = await audit('--since 1h');

    expect(code).toBe(1);
    expect(stderr).toContain('Entry 2 was edited after it was written.');
    expect(stderr).toContain('the chain is broken');
  });

  it('sees that an entry was removed', async () => {
    tamper('delete from audit where sequence = 2');

    const { code, stderr } = await audit();

    expect(code).toBe(1);
    expect(stderr).toContain('Before entry 3 something was removed');
  });

  it('sees by the head of an earlier export that the end was removed', async () => {
    const head = /head is (\w+)/.exec((await audit()).stderr)?.[1] ?? expect.fail('no head');
    tamper('delete from audit where sequence = 3');

    const without = await audit();
    const compared = await audit(`--head ${head}`);

    expect(without.code).toBe(0);
    expect(compared.code).toBe(1);
    expect(compared.stderr).toContain('is not part of the chain');
  });

  it('calls nothing sound that is not there, and makes no store', async () => {
    rmSync(path);

    const { code, stderr } = await audit();

    expect(code).toBe(1);
    expect(stderr).toContain(`There is no store at ${path}`);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['--head abc', '--head needs the 64 letters and digits'],
    ['--since soon', 'needs a duration'],
    ['--since 1d --since 2d', 'may be given once'],
    ['--until', 'does not know --until'],
  ])('refuses "%s" as wrong usage', async (options, said) => {
    const { code, stderr } = await audit(options);

    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
