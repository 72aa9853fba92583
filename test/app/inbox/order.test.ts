import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { eventually } from '../../until.ts';
import { notebook } from './notebook.ts';
import { arrival, openInbox } from './open-inbox.ts';

const clock = { now: () => Date.now() };

describe('within a subject', () => {
  it('a request waits for the one before it, also while that is tried again', async () => {
    const { inbox } = await openInbox();
    const book = notebook(async ({ key, attempts }) => {
      if (key === 'first' && attempts < 3) throw new Error('not yet');
    });
    inbox.handle('test', book);
    inbox.start();

    for (const key of ['first', 'second', 'third']) await inbox.receive(arrival(key));
    await eventually(() => expect(book.count()).toBe(3));

    expect(book.of('a')).toEqual(['first', 'second', 'third']);
    expect(book.most).toBe(1);
  });

  it('those after a poisonous one go on once it is given up', async () => {
    const { inbox } = await openInbox();
    const book = notebook(async ({ key }) => {
      if (key === 'poison') throw new Error('always');
    });
    inbox.handle('test', book);
    inbox.start();

    for (const key of ['before', 'poison', 'after']) await inbox.receive(arrival(key));
    await eventually(() => expect(book.count()).toBe(2));

    expect(book.of('a')).toEqual(['before', 'after']);
    await eventually(() => expect(inbox.metrics().dead).toBe(1));
  });
});

describe('across subjects', () => {
  it('one that hangs and one that fails hold up no other', async () => {
    const { inbox } = await openInbox({ attempts: 1_000 });
    const book = notebook(async ({ subject }) => {
      if (subject === 'hangs') await new Promise(() => undefined);
      if (subject === 'fails') throw new Error('always');
    });
    inbox.handle('test', { process: (entry) => Promise.race([book.process(entry), ended.promise]) });
    const ended = Promise.withResolvers<void>();
    inbox.start();

    for (const subject of ['hangs', 'fails', 'hangs', 'fails'])
      await inbox.receive(arrival(`of ${subject}`, { subject }));
    for (let index = 0; index < 50; index += 1)
      await inbox.receive(arrival(`${index}`, { subject: `s${index}` }));
    await eventually(() => expect(book.count()).toBe(50));

    expect(book.of('hangs')).toEqual([]);
    ended.resolve();
  });

  it('one with many requests leaves the others their turn', async () => {
    const { inbox } = await openInbox({ timing: { most: 1 } });
    const order: string[] = [];
    inbox.handle('test', { process: async ({ subject }) => void order.push(subject) });

    for (let index = 0; index < 20; index += 1)
      await inbox.receive(arrival(`busy-${index}`, { subject: 'busy' }));
    await inbox.receive(arrival('quiet', { subject: 'quiet' }));
    inbox.start();
    await eventually(() => expect(order).toHaveLength(21));

    expect(order.indexOf('quiet')).toBeLessThan(3);
  });
});

describe('a burst', () => {
  it('of 1,000 is stored, processed in order, and held in memory by a few', {
    timeout: 180_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const store = await openStore({ path: join(folder, 'shipmate.db'), clock });
    const { inbox } = await openInbox({ store, timing: { most: 16 } });
    const book = notebook();
    inbox.handle('test', book);
    inbox.start();
    const subjectOf = (index: number) => `s${index % 40}`;
    const burst = Array.from({ length: 1_000 }, (_, index) =>
      arrival(`Ev${index}`, { subject: subjectOf(index), body: 'x'.repeat(2_000) }),
    );

    const stored = await Promise.all(burst.map((each) => inbox.receive(each)));
    await eventually(() => expect(book.count()).toBe(1_000), 170_000);

    expect(stored.every(Boolean)).toBe(true);
    expect(book.most).toBeLessThanOrEqual(16);
    for (let index = 0; index < 40; index += 1) {
      const expected = burst.filter(({ subject }) => subject === `s${index}`).map(({ key }) => key);
      expect(book.of(`s${index}`)).toEqual(expected);
    }
  });

  it('waits for the disk a few times and not thousands of times', async () => {
    const { inbox, store } = await openInbox({ timing: { most: 64 } });
    const book = notebook();
    inbox.handle('test', book);
    inbox.start();
    const commits = vi.spyOn(store, 'transaction');
    const burst = Array.from({ length: 2_000 }, (_, index) =>
      arrival(`Ev${index}`, { subject: `s${index}` }),
    );

    await Promise.all(burst.map((each) => inbox.receive(each)));
    await eventually(() => expect(book.count()).toBe(2_000), 60_000);

    expect(commits.mock.calls.length).toBeLessThan(200);
  });

  it('that is larger than the memory set aside for it is refused in part, and nothing of it is lost', async () => {
    const { inbox } = await openInbox();
    const book = notebook();
    inbox.handle('test', book);
    inbox.start();
    const large = (index: number) =>
      arrival(`Ev${index}`, { subject: `s${index}`, body: 'x'.repeat(1024 * 1024) });

    const burst = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => inbox.receive(large(index))),
    );
    const refused = burst.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    for (const index of refused) await inbox.receive(large(index));
    await eventually(() => expect(book.count()).toBe(100), 60_000);

    expect(refused.length).toBeGreaterThan(20);
    expect(burst.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'inbox-full' },
    });
  });
});

describe('what an operator revives', () => {
  it('is processed within seconds, beside a running bot', async () => {
    const { inbox, store } = await openInbox({ attempts: 1 });
    let isBroken = true;
    const book = notebook(async () => {
      if (isBroken) throw new Error('broken');
    });
    inbox.handle('test', book);
    inbox.start();
    await inbox.receive(arrival('Ev1', { body: 'everything that is needed' }));
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'dead' }));

    isBroken = false;
    await store.inbox.revive({ key: 'Ev1', at: Date.now() });
    await eventually(() => expect(book.of('a')).toEqual(['Ev1']));

    expect(await store.inbox.receive(arrival('Ev1'), { by: 'one', now: 0, until: 0 })).toBe(false);
  });
});

describe('what has ended', () => {
  it('is forgotten after its time, and what is dead later than what is done', async () => {
    let now = 1_000_000;
    const { inbox, store } = await openInbox({
      clock: { now: () => now },
      timing: { forgetEveryMs: 1 },
      attempts: 1,
    });
    inbox.handle('test', {
      process: async ({ key }) => {
        if (key === 'dead') throw new Error('always');
      },
    });
    inbox.start();
    for (const key of ['done', 'dead']) await inbox.receive(arrival(key));
    await eventually(() => expect(inbox.metrics().dead).toBe(1));
    const left = async () =>
      [await store.inbox.record('done'), await store.inbox.record('dead')].map((each) => each?.key);

    now += 60_001;
    await eventually(async () => expect(await left()).toEqual([undefined, 'dead']));
    now += 60_000;
    await eventually(async () => expect(await left()).toEqual([undefined, undefined]));

    expect(inbox.metrics()).toMatchObject({ waiting: 0 });
  });
});
