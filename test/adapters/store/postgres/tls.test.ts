import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type PostgresServer, startPostgres } from '../../../../sandbox/postgres/index.ts';
import { openStore } from '../../../../src/adapters/store/index.ts';
import type { PostgresTls } from '../../../../src/adapters/store/postgres/connection-options.ts';
import { UserError } from '../../../../src/errors.ts';
import { hasPostgres, statement } from '../../../postgres/database.ts';

const clock = { now: () => 0 };

/** A certificate that vouches for itself, made for the address that the server listens on. */
async function makeCertificate(folder: string, name: string): Promise<void> {
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  await promisify(execFile)('openssl', [...words, '-addext', 'subjectAltName=IP:127.0.0.1', ...files]);
}

describe.skipIf(!hasPostgres)('PostgreSQL with TLS', () => {
  let folder: string;
  let server: PostgresServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shipmate-tls-'));
    await Promise.all([makeCertificate(folder, 'server'), makeCertificate(folder, 'stranger')]);
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    server = await startPostgres(findPostgres() ?? expect.fail('no PostgreSQL here'), {
      settings: { ssl: 'on', ssl_cert_file: 'FOLDER/server.pem', ssl_key_file: 'FOLDER/server.key' },
      files: { 'server.pem': await read('server.pem'), 'server.key': await read('server.key') },
    });
  }, 60_000);

  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Whether the store's connections are encrypted. */
  async function isEncrypted(tls?: PostgresTls, sslMode?: string): Promise<boolean> {
    const url = new URL(server.url('postgres'));
    if (sslMode !== undefined) url.searchParams.set('sslmode', sslMode);
    const store = await openStore({ url: url.href, clock, ...(tls === undefined ? {} : { tls }) });
    await store.term('any');
    const rows = await statement(
      server.url('postgres'),
      `select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'shipmate'`,
    );
    await store.close();
    return rows.length > 0 && rows.every(({ ssl }) => ssl === true);
  }

  it('is asked for by the configuration or by the URL, and else left out', async () => {
    const caFile = join(folder, 'server.pem');

    expect(await isEncrypted({ mode: 'verify', caFile })).toBe(true);
    expect(await isEncrypted({ caFile }, 'verify-full')).toBe(true);
    expect(await isEncrypted(undefined, 'require')).toBe(true);
    expect(await isEncrypted()).toBe(false);
  });

  it.each([['stranger.pem'], [undefined]])(
    'refuses a certificate that %s does not vouch for',
    async (name) => {
      const authority = name === undefined ? {} : { caFile: join(folder, name) };

      const failure = await isEncrypted({ mode: 'verify', ...authority }).catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(UserError);
      expect(String(failure)).toMatch(/certificate is not accepted \(\w+\)\. .*store\.tls\.caFile/);
    },
  );
});
