import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../../sandbox/free-port.ts';
import { openStore } from '../../../../src/adapters/store/index.ts';
import type { PostgresSettings } from '../../../../src/adapters/store/postgres/connection-options.ts';
import { explainPostgresFailure } from '../../../../src/adapters/store/postgres/explain-failure.ts';
import { refuseOldVersion } from '../../../../src/adapters/store/postgres/open-postgres.ts';
import { toSafeNumber } from '../../../../src/adapters/store/postgres/type-parsers.ts';
import { UserError } from '../../../../src/errors.ts';
import { createDatabase, hasPostgres, statement } from '../../../postgres/database.ts';

const clock = { now: () => 1_700_000_000_000 };
const failureOf = (settings: PostgresSettings) =>
  openStore({ ...settings, clock }).then(
    () => undefined,
    (error: unknown) => error,
  );

async function changedUrl(change: (url: URL) => void): Promise<string> {
  const url = new URL(await createDatabase());
  change(url);
  return url.href;
}

describe.skipIf(!hasPostgres)('a PostgreSQL that does not let us in', () => {
  it.each([
    [
      'the password is wrong',
      (url: URL) => (url.password = 'guess'),
      'does not accept the password of "shipmate"',
    ],
    [
      'there is no such role',
      (url: URL) => (url.username = 'nobody'),
      'does not accept the password of "nobody"',
    ],
    ['there is no such database', (url: URL) => (url.pathname = '/nowhere'), 'there is no such database'],
    [
      'the host is unknown',
      (url: URL) => (url.hostname = 'no.such.host.invalid'),
      'its host is not known here',
    ],
    ['TLS is asked for', (url: URL) => url.searchParams.set('sslmode', 'require'), 'does not offer TLS'],
  ])('says so when %s, without the password', async (_, change, words) => {
    const failure = await failureOf({ url: await changedUrl((url) => void change(url)) });

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain(words);
    expect(String(failure)).not.toContain('sandbox');
  });

  it('says so when the user may not make tables', async () => {
    const url = await changedUrl((each) => {
      each.username = 'reader';
    });
    const admin = new URL(url);
    admin.username = 'shipmate';
    await statement(admin.href, `drop role if exists reader; create role reader login password 'sandbox'`);

    const failure = await failureOf({ url });

    expect(String(failure)).toContain('grant create, usage on schema public to "reader"');
  });
});

describe('a PostgreSQL that is not there', () => {
  it('is told with its place and what to look at', async () => {
    const port = await freePort();

    const failure = await failureOf({ url: `postgres://ada:s3cret@127.0.0.1:${port}/cards` });

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain(`The store "cards" at 127.0.0.1:${port} cannot be used`);
    expect(String(failure)).toContain('it cannot be reached (ECONNREFUSED)');
    expect(String(failure)).not.toContain('s3cret');
  });

  it('is told after a while when something else listens there and says nothing', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;

    const failure = await failureOf({ url: `postgres://ada@127.0.0.1:${port}/cards`, connectTimeoutMs: 100 });
    mute.close();

    expect(String(failure)).toContain('it cannot be reached');
  });

  it.each([
    ['53300', 'no connection left'],
    ['57P03', 'starting or stopping'],
    ['57014', 'brings it up to date'],
    ['28000', 'pg_hba.conf'],
    ['25006', 'Name the primary'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'store.tls.caFile'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'store.tls.caFile'],
  ])('error %s is explained', (code, words) => {
    const url = 'postgres://ada:s3cret@db.example/cards';

    const failure = explainPostgresFailure(Object.assign(new Error('no'), { code }), { url });

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('The store "cards" at db.example:5432 cannot be used');
    expect(String(failure)).toContain(words);
  });

  it('leaves an error of ours as it is', () => {
    const defect = new TypeError('undefined is not a function');

    expect(explainPostgresFailure(defect, { url: 'postgres://db/x' })).toBe(defect);
  });

  it('names a certificate file that cannot be read', async () => {
    const failure = await failureOf({
      url: 'postgres://ada@127.0.0.1:1/cards',
      tls: { mode: 'verify', caFile: '/no/such/ca.pem' },
    });

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('/no/such/ca.pem');
  });
});

describe('an old PostgreSQL', () => {
  const url = 'postgres://db.example/cards';

  it('is refused by its name', () => {
    expect(() => refuseOldVersion({ number: '130022', name: '13.22' }, url)).toThrow(
      'The store "cards" at db.example:5432 is PostgreSQL 13.22, and Shipmate needs 14 or newer.',
    );
  });

  it.each(['140000', '150018', '180001'])('is not what %s is', (number) => {
    expect(() => refuseOldVersion({ number, name: number }, url)).not.toThrow();
  });
});

describe('a bigint', () => {
  it('becomes a number, unless none can hold it', () => {
    expect(toSafeNumber('1700000000000')).toBe(1_700_000_000_000);
    expect(toSafeNumber('-9007199254740991')).toBe(Number.MIN_SAFE_INTEGER);
    expect(() => toSafeNumber('9007199254740993')).toThrow('9007199254740993');
  });
});
