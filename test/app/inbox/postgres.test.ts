import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { InboxTiming } from '../../../src/app/inbox/timing.ts';
import type { InboxEntry } from '../../../src/ports.ts';
import { createDatabase, hasPostgres } from '../../postgres/database.ts';
import { startProxy } from '../../postgres/proxy.ts';
import { eventually } from '../../until.ts';
import { arrival, openInbox } from './open-inbox.ts';

const clock = { now: () => Date.now() };

/** Replicas, each with its own connections to one database. */
async function openReplicas(count: number, timing: Partial<InboxTiming> = {}) {
  const url = await createDatabase();
  const open = async (index: number) => {
    const store = await openStore({ url, clock });
    const opened = await openInbox({ store, timing });
    return { store, inbox: opened.second(`replica-${index}`) };
  };
  return Promise.all(Array.from({ length: count }, (_, index) => open(index)));
}

describe.skipIf(!hasPostgres)('replicas on PostgreSQL', { timeout: 180_000 }, () => {
  it('take copies of a request for one, and process each once and in order', async () => {
    const replicas = await openReplicas(3);
    const heard = new Map<string, string[]>();
    const process = async ({ subject, key }: InboxEntry) => {
      heard.set(subject, [...(heard.get(subject) ?? []), key]);
    };
    for (const { inbox } of replicas) {
      inbox.handle('test', { process });
      inbox.start();
    }
    const keys = (subject: string) => Array.from({ length: 10 }, (_, index) => `${subject}-${index}`);
    const subjects = ['a', 'b', 'c', 'd'];

    const answers = await Promise.all(
      subjects.map(async (subject) => {
        const areNew: boolean[] = [];
        for (const key of keys(subject)) {
          const copies = replicas.map(({ inbox }) => inbox.receive(arrival(key, { subject })));
          areNew.push(...(await Promise.all(copies)));
        }
        return areNew;
      }),
    );
    await eventually(() => expect([...heard.values()].flat()).toHaveLength(40), 120_000);

    expect(answers.flat().filter(Boolean)).toHaveLength(40);
    for (const subject of subjects) expect(heard.get(subject)).toEqual(keys(subject));
  });

  it('go on with what one had begun when it died, once its lease is over', async () => {
    const [dying, other] = await openReplicas(2, { leaseMs: 500, reservationMs: 200 });
    if (dying === undefined || other === undefined) expect.fail('two replicas were opened');
    const begun: string[] = [];
    dying.inbox.handle('test', {
      process: ({ key }) => {
        begun.push(key);
        return new Promise(() => undefined);
      },
    });
    const ended: string[] = [];
    other.inbox.handle('test', {
      process: async (entry, settle) => {
        await other.store.transaction(async (session) => {
          await session.appendHistory({ at: 1, type: entry.key, service: 'a', detail: {} });
          await settle(session);
        });
        ended.push(entry.key);
      },
    });
    dying.inbox.start();
    for (const key of ['Ev1', 'Ev2']) await dying.inbox.receive(arrival(key));
    await eventually(() => expect(begun).toEqual(['Ev1']), 60_000);

    // It holds on to nothing any more: as if it were gone.
    await dying.store.close();
    other.inbox.start();
    await eventually(() => expect(ended).toEqual(['Ev1', 'Ev2']), 60_000);

    expect(await other.store.history('a', 10)).toHaveLength(2);
    expect(await other.store.inbox.record('Ev1')).toMatchObject({ status: 'done', attempts: 2 });
  });

  it.each([
    ['was made', 'pass-then-cut'],
    ['was not made', 'cut'],
  ] as const)(
    'acknowledge a request, and process it once, when a commit whose answer is lost %s',
    async (_, fate) => {
      const proxy = await startProxy(await createDatabase());
      const store = await openStore({ url: proxy.url, clock });
      const { inbox } = await openInbox({ store });
      onTestFinished(() => proxy.close());
      const seen: string[] = [];
      inbox.handle('test', { process: async ({ key }) => void seen.push(key) });
      proxy.decide = (sent) => {
        if (!sent.includes('commit\0')) return 'pass';
        proxy.decide = () => 'pass';
        return fate;
      };

      const isNew = await inbox.receive(arrival('Ev1'));
      const isNewAgain = await inbox.receive(arrival('Ev1'));
      inbox.start();
      await eventually(
        async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'done' }),
        60_000,
      );

      expect([isNew, isNewAgain]).toEqual([true, false]);
      expect(seen).toEqual(['Ev1']);
    },
  );
});
