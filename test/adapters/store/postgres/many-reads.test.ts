import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { createDatabase, hasPostgres } from '../../../postgres/database.ts';
import { startProxy } from '../../../postgres/proxy.ts';
import { until } from '../../../until.ts';

describe.skipIf(!hasPostgres)('however much is read', { timeout: 60_000 }, () => {
  it('whoever writes has a connection', async () => {
    const proxy = await startProxy(await createDatabase());
    onTestFinished(() => proxy.close());
    const place = { url: proxy.url, connections: 4, statementTimeoutMs: 2_000 };
    const store = await openStore({ ...place, clock: { now: () => 0 } });
    onTestFinished(() => store.close());
    let hanging = 0;
    proxy.decide = (sent) => {
      if (!sent.includes('from "sightings"')) return 'pass';
      hanging += 1;
      return 'hang';
    };
    const reading = Promise.allSettled(Array.from({ length: 20 }, () => store.sightings()));
    await until(() => hanging === 2);

    await store.saveWorkload({ workload: 'prod/a', uid: 'u', revision: 1 });
    const written = hanging;
    proxy.decide = () => 'pass';
    proxy.cutAll();
    await reading;

    expect(written).toBe(2);
    expect(await store.workload('prod/a')).toMatchObject({ revision: 1 });
  });

  it('all of it is answered in the end: to wait for a connection is no failure', async () => {
    const place = { url: await createDatabase(), connections: 2, connectTimeoutMs: 1_000 };
    const store = await openStore({ ...place, clock: { now: () => 0 } });
    onTestFinished(() => store.close());
    await store.saveWorkload({ workload: 'prod/a', uid: 'u', revision: 1 });

    const answers = await Promise.all(Array.from({ length: 3_000 }, () => store.workload('prod/a')));

    expect(new Set(answers.map((answer) => answer?.revision))).toEqual(new Set([1]));
  });
});
