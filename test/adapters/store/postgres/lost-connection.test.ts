import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { TransientError } from '../../../../src/errors.ts';
import type { Store } from '../../../../src/ports.ts';
import { createDatabase, hasPostgres } from '../../../postgres/database.ts';
import { type DatabaseProxy, type Fate, startProxy } from '../../../postgres/proxy.ts';

const clock = { now: () => 1_700_000_000_000 };

describe.skipIf(!hasPostgres)('a connection to PostgreSQL that is lost', () => {
  let proxy: DatabaseProxy;
  let store: Store;

  beforeEach(async () => {
    proxy = await startProxy(await createDatabase());
    store = await openStore({ url: proxy.url, clock, statementTimeoutMs: 600, connectTimeoutMs: 10_000 });
    await store.saveWorkload({ workload: 'prod/a', uid: 'u', revision: 0 });
  });

  afterEach(async () => {
    await store.close();
    await proxy.close();
  });

  /** What befalls the first statement that has these words; everything after it passes. */
  function once(words: string, fate: Fate): void {
    proxy.decide = (sent) => {
      if (!sent.includes(words)) return 'pass';
      proxy.decide = () => 'pass';
      return fate;
    };
  }

  const add = () =>
    store.transaction(async (session) => {
      const revision = ((await session.workload('prod/a'))?.revision ?? 0) + 1;
      await session.saveWorkload({ workload: 'prod/a', uid: 'u', revision });
      return revision;
    });
  const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  it.each(['cut', 'pass-then-cut'] as const)(
    'in the middle (%s) leaves no trace, and the work is done again',
    async (fate) => {
      once('insert into "workloads"', fate);

      const revision = await add();

      expect(revision).toBe(1);
      expect((await store.workload('prod/a'))?.revision).toBe(1);
    },
  );

  it.each([
    ['cut', 0],
    ['pass-then-cut', 1],
  ] as const)(
    'during COMMIT (%s) is told as unknown, and the work is not done again',
    async (fate, stored) => {
      once('commit\0', fate);

      const failure = await failureOf(add());

      expect(failure).toBeInstanceOf(TransientError);
      expect(failure).toMatchObject({ code: 'store_unavailable', outcome: 'unknown' });
      expect((await store.workload('prod/a'))?.revision).toBe(stored);
    },
  );

  it('between two statements does not end the process, and the next ones get another', async () => {
    await store.workload('prod/a');

    proxy.cutAll();

    expect((await store.workload('prod/a'))?.revision).toBe(0);
  });

  it('without a word is noticed by its silence', async () => {
    once('select * from "workloads"', 'hang');

    expect((await store.workload('prod/a'))?.revision).toBe(0);
  });

  it('for longer than is waited is told as a failure that may pass', async () => {
    proxy.decide = () => 'cut';
    proxy.cutAll();

    const failure = await failureOf(store.workload('prod/a'));
    proxy.decide = () => 'pass';

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ code: 'store_unavailable', outcome: 'not-done' });
    expect(await add()).toBe(1);
  });
});
