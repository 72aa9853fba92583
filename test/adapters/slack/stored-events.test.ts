import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { eventually } from '../../until.ts';
import { openBot, restart } from './open-bot.ts';
import { event } from './signed.ts';

describe('an event', () => {
  it('is acknowledged when it is stored, however long its listener takes', async () => {
    const { app, send } = await openBot();
    const gate = Promise.withResolvers<void>();
    const heard: string[] = [];
    app.event('app_mention', async ({ event: { user } }) => {
      await gate.promise;
      heard.push(user ?? '');
    });

    const started = performance.now();
    const responses = await Promise.all([send(event('Ev1')), send(event('Ev2'))]);
    const tookMs = performance.now() - started;
    gate.resolve();

    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(tookMs).toBeLessThan(1_000);
    await eventually(() => expect(heard).toEqual(['U1', 'U1']));
  });

  it('acts once when Slack sends it again, with another time and signature', async () => {
    const { app, send, settled } = await openBot();
    const heard: unknown[] = [];
    app.event('app_mention', async ({ event: said }) => void heard.push(said));
    const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };

    await send(event('Ev1'));
    await settled('event/Ev1');
    const again = await send({ ...event('Ev1'), headers, at: Math.floor(Date.now() / 1_000) + 60 });
    await send(event('Ev2'));
    await settled('event/Ev2');

    expect(again.statusCode).toBe(200);
    expect(heard).toHaveLength(2);
  });

  it('acts when the repeated one is the only one that came', async () => {
    const { app, send } = await openBot();
    const heard: unknown[] = [];
    app.event('app_mention', async ({ event: said }) => void heard.push(said));

    await send({
      ...event('Ev1'),
      headers: { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'connection_failed' },
    });

    await eventually(() => expect(heard).toHaveLength(1));
  });

  it('acts although the process that acknowledged it died', async () => {
    const before = await openBot({ isStarted: false });
    await before.send(event('Ev1'));

    const after = await restart(before);
    const heard: unknown[] = [];
    after.app.event('app_mention', async ({ event: said }) => void heard.push(said));
    after.inbox.start();
    await after.settled('event/Ev1');
    await after.send(event('Ev1'));

    expect(heard).toHaveLength(1);
  });

  it('is tried again when its listener fails, and in the order of its channel', async () => {
    const { app, send, settled } = await openBot();
    const heard: string[] = [];
    let failures = 2;
    app.event('app_mention', async ({ event: { ts } }) => {
      if (ts === '1' && failures > 0) {
        failures -= 1;
        throw new TypeError('a defect');
      }
      heard.push(ts);
    });

    for (const ts of ['1', '2', '3']) await send(event(`Ev${ts}`, { ts }));
    await settled('event/Ev3');

    expect(heard).toEqual(['1', '2', '3']);
  });

  it('of which the store wants to know nothing is refused, so that Slack sends it again', async () => {
    const { app, send, store } = await openBot();
    const heard: unknown[] = [];
    app.event('app_mention', async ({ event: said }) => void heard.push(said));
    const broken = vi.spyOn(store, 'transaction').mockRejectedValue(new Error('disk full'));

    const storm = await Promise.all(Array.from({ length: 100 }, (_, index) => send(event(`Ev${index}`))));
    broken.mockRestore();
    const again = await send(event('Ev7'));

    expect(storm.every(({ statusCode }) => statusCode === 500)).toBe(true);
    expect(again.statusCode).toBe(200);
    await eventually(() => expect(heard).toHaveLength(1));
  });
});

describe('a burst of 5,000 events', { timeout: 180_000 }, () => {
  it('is acknowledged, acts once each, and keeps the order of every channel', async () => {
    const { app, send } = await openBot({ timing: { most: 16 } });
    const heard = new Map<string, string[]>();
    app.event('app_mention', async ({ event: { channel, ts } }) => {
      heard.set(channel, [...(heard.get(channel) ?? []), ts]);
    });
    const burst = Array.from({ length: 5_000 }, (_, index) =>
      event(`Ev${index}`, { channel: `C${index % 40}`, ts: `${index}` }),
    );

    const responses = await Promise.all(burst.map(send));
    const count = () => [...heard.values()].reduce((sum, list) => sum + list.length, 0);
    await eventually(() => expect(count()).toBe(5_000), 170_000);

    expect(new Set(responses.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    for (const [channel, list] of heard) {
      const inOrder = list.toSorted((one, other) => Number(one) - Number(other));
      expect(list, channel).toEqual(inOrder);
    }
  });
});

describe('what is kept of an event', () => {
  it('is its key without its body once it is processed, and never the verification token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'shipmate.db');
    const store = await openStore({ path, clock: { now: () => Date.now() } });
    const { inbox, send, settled } = await openBot({ store, isStarted: false });
    const reader = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => reader.close());
    const bodies = () =>
      reader
        .prepare('select body from inbox')
        .all()
        .map((row) => String(row['body']));

    await send(event('Ev1', { text: 'a long story' }));
    const whileItWaits = bodies();
    inbox.start();
    await settled('event/Ev1');

    expect(whileItWaits.join()).toContain('a long story');
    expect(whileItWaits.join()).not.toContain('verification');
    expect(bodies()).toEqual(['']);
  });
});
