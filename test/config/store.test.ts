import { describe, expect, it } from 'vitest';
import { loadText, minimal, refusalOf } from './load-text.ts';

const url = 'postgres://shipmate:s3cret@db.example:5432/shipmate';
const storeOf = (store: string) => loadText({ text: minimal(`store: ${store}`) }).config.store;

describe('the store', () => {
  it('is a SQLite file of that name when nothing is said', () => {
    expect(storeOf('{}')).toMatchObject({ path: 'shipmate.sqlite' });
  });

  it('is PostgreSQL when there is a URL', () => {
    const store = storeOf(`{url: "${url}?sslmode=require", connections: 4, tls: {caFile: /ca.pem}}`);

    expect(store).toMatchObject({
      url: `${url}?sslmode=require`,
      connections: 4,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 10_000,
      tls: { caFile: '/ca.pem' },
    });
  });

  it('keeps things for as long as it is told', () => {
    expect(storeOf('{retention: {cards: 7d, history: 2d}}').retention).toMatchObject({
      cardsMs: 604_800_000,
      historyMs: 172_800_000,
      verdictsMs: 15_552_000_000,
    });
  });

  it('may be reached by a socket', () => {
    expect(storeOf('{url: "postgres://shipmate@localhost/shipmate?host=/run/postgresql"}')).toMatchObject({
      connections: 10,
    });
  });

  it('is in one place', () => {
    expect(refusalOf({ text: minimal(`store: {path: /data/x.sqlite, url: "${url}"}`) })).toContain(
      'store: expected either "path" or "url", not both',
    );
  });

  it.each([
    'mysql://db/x',
    'postgres://db:port/x',
    `${url}?sslmode=maybe`,
    `${url}?pool_mode=transaction`,
    'postgres://user:p@ss:w0rd/y@db/x',
  ])('refuses %s, and does not repeat it', (wrong) => {
    const refusal = refusalOf({ text: minimal(`store: {url: "${wrong}"}`) });

    expect(refusal).toContain('store.url: expected a URL like "postgres://');
    expect(refusal).not.toContain(wrong);
  });
});
