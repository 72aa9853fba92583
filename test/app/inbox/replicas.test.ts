import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { InboxEntry, Settle, Store } from '../../../src/ports.ts';
import { eventually } from '../../until.ts';
import { notebook } from './notebook.ts';
import { arrival, openInbox } from './open-inbox.ts';

describe('several replicas', () => {
  it('process each request once, and keep the order of a subject between them', async () => {
    const { inbox, second } = await openInbox();
    const other = second('two');
    const book = notebook(() => new Promise((resolve) => setTimeout(resolve, 1)));
    for (const each of [inbox, other]) {
      each.handle('test', book);
      each.start();
    }

    const keys = Array.from({ length: 60 }, (_, index) => `Ev${index}`);
    for (const [index, key] of keys.entries()) await (index % 2 === 0 ? inbox : other).receive(arrival(key));
    await eventually(() => expect(book.count()).toBe(60), 60_000);

    expect(book.of('a')).toEqual(keys);
    expect(book.most).toBe(1);
  });

  it('take over what a dead one held, when its lease is over and not before', async () => {
    const { store, inbox } = await openInbox();
    const book = notebook();
    inbox.handle('test', book);
    const now = Date.now();
    const held = { by: 'dead', now, until: now + 150 };
    await store.inbox.receive(arrival('Ev1'), held);
    await store.inbox.take('a', held);

    inbox.start();
    await inbox.receive(arrival('Ev2'));
    const takenAt = await eventually(() => {
      expect(book.count()).toBe(2);
      return Date.now();
    });

    expect(book.of('a')).toEqual(['Ev1', 'Ev2']);
    expect(takenAt).toBeGreaterThanOrEqual(now + 150);
  });

  it('leave alone what another is still at, however long it takes', async () => {
    let now = 1_000_000;
    const timing = { leaseMs: 60_000, attemptTimeoutMs: 60_000 };
    const { inbox, second, store } = await openInbox({ clock: { now: () => now }, timing });
    const other = second('two');
    const gate = Promise.withResolvers<void>();
    const book = notebook(() => gate.promise);
    for (const each of [inbox, other]) each.handle('test', book);
    inbox.start();
    await inbox.receive(arrival('Ev1'));
    await eventually(() => expect(book.most).toBe(1));

    other.start();
    for (let step = 0; step < 5; step += 1) {
      now += 40_000;
      // Held for another while, as anybody sees who would take it.
      const soon = { by: 'three', now: now + 40_000 };
      await eventually(async () => expect(await store.inbox.dueSubjects(soon, 1)).toEqual([]));
    }
    gate.resolve();
    await eventually(() => expect(book.count()).toBe(1));

    expect(other.metrics().processed).toEqual([]);
    expect(book.most).toBe(1);
    expect(inbox.metrics().processed).toEqual([{ source: 'test', outcome: 'done', count: 1 }]);
  });

  it('leave alone what another has taken by a commit that took long', async () => {
    let now = 1_000_000;
    const clock = { now: () => now };
    const store = await openStore({ path: ':memory:', clock });
    const slow: Store = {
      ...store,
      async transaction(work) {
        const result = await store.transaction(work);
        now += 50_000;
        return result;
      },
    };
    const { inbox } = await openInbox({ store: slow, clock, timing: { leaseMs: 60_000 } });
    const gate = Promise.withResolvers<void>();
    const book = notebook(() => gate.promise);
    inbox.handle('test', book);
    inbox.start();

    await inbox.receive(arrival('Ev1'));
    await eventually(() => expect(book.most).toBe(1));

    const soon = { by: 'two', now: now + 15_000 };
    await eventually(async () => expect(await store.inbox.dueSubjects(soon, 1)).toEqual([]));
    gate.resolve();
  });

  it('hand over at once what hangs in them, and its effect happens once', async () => {
    const { inbox, second, store } = await openInbox({ timing: { leaseMs: 60_000 } });
    const other = second('two');
    const gate = Promise.withResolvers<void>();
    const effect = (name: string) => async (_: InboxEntry, settle: Settle) => {
      if (name === 'one') await gate.promise;
      await store.transaction(async (session) => {
        await session.appendHistory({ at: 1, type: name, service: 'a', detail: {} });
        await settle(session);
      });
    };
    inbox.handle('test', { process: effect('one') });
    other.handle('test', { process: effect('two') });
    inbox.start();
    await inbox.receive(arrival('Ev1'));
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ attempts: 1 }));

    await inbox.stop();
    other.start();
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'done' }));
    gate.resolve();
    await eventually(() => expect(inbox.metrics().processed).toMatchObject([{ outcome: 'lost' }]));

    expect((await store.history('a', 10)).map(({ type }) => type)).toEqual(['two']);
  });

  it('hand over at once what they leave behind', async () => {
    const { inbox, second } = await openInbox({ timing: { reservationMs: 60_000 } });
    const other = second('two');
    const book = notebook();
    for (const each of [inbox, other]) each.handle('test', book);
    other.start();

    await inbox.receive(arrival('Ev1'));
    await inbox.stop();
    await eventually(() => expect(book.count()).toBe(1));

    await eventually(() => expect(other.metrics().processed).toHaveLength(1));
  });
});
