import { describe, expect, it, vi } from 'vitest';
import { PermanentError, TransientError, UserError } from '../../../src/errors.ts';
import type { InboxEntry } from '../../../src/ports.ts';
import { eventually } from '../../until.ts';
import { arrival, openInbox } from './open-inbox.ts';

const refusesOnce = (fail: (entry: InboxEntry) => unknown) => {
  const seen: string[] = [];
  const process = async (entry: InboxEntry) => {
    seen.push(`${entry.key}#${entry.attempts}`);
    const failure = fail(entry);
    if (failure !== undefined) throw failure;
  };
  return { seen, process };
};

describe('a request in the inbox', () => {
  it('is processed once, however often and however fast it is sent', async () => {
    const { inbox, store } = await openInbox();
    const { seen, process } = refusesOnce(() => undefined);
    inbox.handle('test', { process });
    inbox.start();

    const first = await Promise.all([1, 2, 3].map(() => inbox.receive(arrival('Ev1'))));
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'done' }));
    const again = await inbox.receive(arrival('Ev1'));

    expect([...first, again].filter(Boolean)).toHaveLength(1);
    expect(seen).toEqual(['Ev1#1']);
    expect(inbox.metrics().processed).toEqual([{ source: 'test', outcome: 'done', count: 1 }]);
    expect(inbox.metrics().received).toContainEqual({ source: 'test', isCopy: true, count: 3 });
  });

  it.each([
    ['a world that does not answer', new TransientError('timeout', 'No answer.')],
    ['a defect', new TypeError('x is undefined')],
  ])('is tried again after %s, until it works', async (_, failure) => {
    const { inbox, log } = await openInbox();
    const { seen, process } = refusesOnce(({ attempts }) => (attempts < 3 ? failure : undefined));
    inbox.handle('test', { process });
    inbox.start();

    await inbox.receive(arrival('Ev1'));
    await eventually(() => expect(seen).toEqual(['Ev1#1', 'Ev1#2', 'Ev1#3']));

    await eventually(() =>
      expect(inbox.metrics().processed).toEqual([
        { source: 'test', outcome: 'later', count: 2 },
        { source: 'test', outcome: 'done', count: 1 },
      ]),
    );
    expect(log.at('error')).toEqual([]);
  });

  it('is given up after the last attempt, logged once, and told', async () => {
    const { inbox, store, log } = await openInbox();
    const { seen, process } = refusesOnce(() => new TypeError('x is undefined'));
    const told: string[] = [];
    inbox.handle('test', {
      process,
      onDead: async ({ key }, reference) => void told.push(`${key} ${reference}`),
    });
    inbox.start();

    await inbox.receive(arrival('Ev1'));
    await eventually(() => expect(inbox.metrics().dead).toBe(1));

    expect(seen).toHaveLength(3);
    expect(told).toEqual(['Ev1 ref-1']);
    expect(log.at('error')).toMatchObject([{ fields: { key: 'Ev1', reference: 'ref-1', attempts: 3 } }]);
    expect(await store.inbox.record('Ev1')).toMatchObject({
      status: 'dead',
      failure: 'TypeError: x is undefined (ref ref-1)',
    });
  });

  it.each([
    ['nobody will ever take it', new PermanentError('channel_not_found', 'It is gone.'), 'dead', 'test'],
    ['nobody knows its source', undefined, 'dead', 'webhook-unheard-of'],
    ['the answer is no', new UserError('too-many-steps', 'One too many.'), 'done', 'test'],
  ])('is not tried again when %s', async (_, failure, status, source) => {
    const { inbox, store } = await openInbox();
    const { seen, process } = refusesOnce(() => failure);
    inbox.handle('test', { process });
    inbox.start();

    await inbox.receive(arrival('Ev1', { source }));
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status }));

    expect(seen.length).toBeLessThanOrEqual(1);
  });

  it('that takes the process down each time is given up, too', async () => {
    const { inbox, store } = await openInbox({ attempts: 2 });
    const { seen, process } = refusesOnce(() => undefined);
    inbox.handle('test', { process });
    await inbox.receive(arrival('Ev1'));
    for (const now of [1, 2].map((lives) => Date.now() + lives * 60_000)) {
      await store.inbox.take('a', { by: `process of ${now}`, now, until: now + 1 });
    }
    await store.inbox.release();
    inbox.start();

    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'dead' }));

    expect(seen).toEqual([]);
  });

  it('that a handler never ends fails in time', async () => {
    const { inbox, store } = await openInbox({ timing: { attemptTimeoutMs: 20 }, attempts: 1 });
    inbox.handle('test', { process: () => new Promise(() => undefined) });
    inbox.start();

    await inbox.receive(arrival('Ev1'));

    await eventually(async () =>
      expect(await store.inbox.record('Ev1')).toMatchObject({
        status: 'dead',
        failure: expect.stringMatching(/^too-slow/),
      }),
    );
  });

  it('is not lost when nobody processes yet, and is taken up at the start', async () => {
    const { inbox } = await openInbox();
    const { seen, process } = refusesOnce(() => undefined);
    inbox.handle('test', { process });

    await inbox.receive(arrival('Ev1'));
    const before = [...seen];
    inbox.start();

    await eventually(() => expect(seen).toEqual(['Ev1#1']));
    expect(before).toEqual([]);
  });

  it('is refused when the store does not take it, and taken when it is sent again', async () => {
    const { inbox, store } = await openInbox();
    const { seen, process } = refusesOnce(() => undefined);
    inbox.handle('test', { process });
    inbox.start();
    const broken = vi.spyOn(store, 'transaction').mockRejectedValue(new Error('disk full'));

    const storm = await Promise.allSettled(Array.from({ length: 200 }, () => inbox.receive(arrival('Ev1'))));
    broken.mockRestore();
    const again = await inbox.receive(arrival('Ev1'));

    expect(storm.every(({ status }) => status === 'rejected')).toBe(true);
    expect(again).toBe(true);
    await eventually(() => expect(seen).toEqual(['Ev1#1']));
  });
});

describe('an effect in the store', () => {
  it('and the mark that it is done are stored together', async () => {
    const { inbox, store } = await openInbox();
    let runs = 0;
    inbox.handle('test', {
      async process(_, settle) {
        runs += 1;
        await store.transaction(async (session) => {
          await session.appendHistory({ at: 1, type: 'counted', service: 'a', detail: {} });
          await settle(session);
        });
        throw new TransientError('timeout', 'What followed the effect failed.');
      },
    });
    inbox.start();

    await inbox.receive(arrival('Ev1'));
    await eventually(() => expect(inbox.metrics().processed).toHaveLength(1));

    expect(inbox.metrics().processed).toEqual([{ source: 'test', outcome: 'done', count: 1 }]);
    expect(runs).toBe(1);
    expect(await store.history('a', 10)).toHaveLength(1);
  });

  it('happens not at all when the attempt has been overtaken', async () => {
    const { inbox, store } = await openInbox({ timing: { attemptTimeoutMs: 20 } });
    const gate = Promise.withResolvers<void>();
    const effects: Promise<void>[] = [];
    inbox.handle('test', {
      async process({ attempts }, settle) {
        if (attempts === 1) await gate.promise;
        const effect = store.transaction(async (session) => {
          await session.appendHistory({ at: 1, type: `of attempt ${attempts}`, service: 'a', detail: {} });
          await settle(session);
        });
        effects.push(effect.catch(() => undefined));
        await effect;
      },
    });
    inbox.start();

    await inbox.receive(arrival('Ev1'));
    await eventually(async () => expect(await store.inbox.record('Ev1')).toMatchObject({ status: 'done' }));
    gate.resolve();
    await eventually(() => expect(effects).toHaveLength(2));
    await Promise.all(effects);

    expect((await store.history('a', 10)).map(({ type }) => type)).toEqual(['of attempt 2']);
  });
});

describe('whoever waits for the end', () => {
  it('hears it', async () => {
    const { inbox } = await openInbox();
    inbox.handle('test', {
      process: async ({ body }) => {
        if (body === 'no') throw new UserError('too-many-steps', 'One too many.');
      },
    });
    inbox.start();

    const yes = await inbox.submit(arrival('Ev1'), 5_000);
    const no = await inbox.submit(arrival('Ev2', { body: 'no' }), 5_000);

    expect(yes).toEqual({ kind: 'done' });
    expect(no).toMatchObject({ kind: 'refused', error: { message: 'One too many.' } });
  });

  it('is let go when it takes too long, and the request goes on', async () => {
    const { inbox } = await openInbox();
    const gate = Promise.withResolvers<void>();
    inbox.handle('test', { process: () => gate.promise });
    inbox.start();

    const ending = await inbox.submit(arrival('Ev1'), 10);
    gate.resolve();

    expect(ending).toBeUndefined();
    await eventually(() => expect(inbox.metrics().processed).toHaveLength(1));
  });

  it('hears of the same request that was sent beside it', async () => {
    const { inbox } = await openInbox();
    inbox.handle('test', { process: async () => undefined });
    inbox.start();

    const report = () => inbox.submit(arrival('build', { mayRepeat: true }), 5_000);

    expect(await Promise.all([report(), report(), report()])).toEqual(Array(3).fill({ kind: 'done' }));
    expect(await report()).toEqual({ kind: 'done' });
  });
});
