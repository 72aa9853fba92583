import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import type { Conclusion } from '../../src/ports.ts';
import { readFixture } from '../adapters/store/migrations/fixture.ts';
import { minimal } from '../config/load-text.ts';
import { createDatabase, hasPostgres } from '../postgres/database.ts';
import { type } from './terminal.ts';

const at = Date.parse('2026-11-25T16:00:12.345Z');
const dead = { kind: 'dead', at, failure: 'TypeError: x is undefined (ref 7q4f)' } as const;
const later = { kind: 'later', nextAttemptAt: at + 4_000, failure: 'timeout: no answer' } as const;

/** A store with these requests, and a terminal whose configuration names it. */
async function withRequests(requests: Readonly<Record<string, Conclusion | undefined>>) {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'shipmate.db');
  const store = await openStore({ path, clock: { now: () => at } });
  onTestFinished(() => store.close());
  const claim = { by: 'one', now: at, until: at + 1 };
  for (const [key, conclusion] of Object.entries(requests)) {
    const arrival = { key, source: 'slack-event', subject: `channel/${key}`, body: 'response_url=secret' };
    await store.inbox.receive(arrival, claim);
    if (conclusion === undefined) continue;
    const entry = (await store.inbox.take(arrival.subject, claim)) ?? expect.fail('nothing was taken');
    await store.inbox.conclude(entry, conclusion);
  }
  const text = minimal(`store: {path: ${path}}`);
  return { store, type: (line: string) => type(line, { text }) };
}

describe('shipmate inbox list', () => {
  it('shows what was given up and why, then what waits', async () => {
    const { type: run } = await withRequests({
      'event/Ev1': later,
      'event/Ev2': dead,
      'event/Ev3': { kind: 'done', at },
    });

    const { code, stdout, stderr } = await run('inbox list');

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`1 given up, 1 waiting.

given up  event/Ev2
  slack-event, channel/event/Ev2, came in 2026-11-25T16:00:12Z, 1 attempt
  TypeError: x is undefined (ref 7q4f)

waiting  event/Ev1
  slack-event, channel/event/Ev1, came in 2026-11-25T16:00:12Z, 1 attempt, next 2026-11-25T16:00:16Z
  timeout: no answer`);
  });

  it('is read by machines, too, and never shows what was sent', async () => {
    const { type: run } = await withRequests({ 'event/Ev1': undefined, 'event/Ev2': dead });

    const all = await run('inbox list --json');
    const onlyDead = await run('inbox list --dead --json');

    expect(all.stdout).not.toContain('secret');
    expect(JSON.parse(all.stdout)).toHaveLength(2);
    expect(JSON.parse(onlyDead.stdout)).toEqual([
      {
        key: 'event/Ev2',
        source: 'slack-event',
        subject: 'channel/event/Ev2',
        status: 'dead',
        attempts: 1,
        failure: dead.failure,
        receivedAt: '2026-11-25T16:00:12Z',
      },
    ]);
  });

  it('is empty when nothing is stuck', async () => {
    const { type: run } = await withRequests({ 'event/Ev3': { kind: 'done', at } });

    expect((await run('inbox list')).stdout).toBe('Nothing to show: no request is stuck.');
    expect((await run('inbox list --json')).stdout).toBe('[]');
  });

  it('does not let a name give orders to the terminal', async () => {
    const { type: run } = await withRequests({ 'build/\u001b[2Jname': dead });

    expect((await run('inbox list')).stdout).not.toContain('\u001b');
  });
});

describe.skipIf(!hasPostgres)('shipmate inbox on PostgreSQL', () => {
  it('lists and replays beside a running bot', async () => {
    const url = await createDatabase();
    const store = await openStore({ url, clock: { now: () => at } });
    onTestFinished(() => store.close());
    const claim = { by: 'one', now: at, until: at + 1 };
    await store.inbox.receive({ key: 'event/Ev1', source: 'slack-event', subject: 'a', body: '{}' }, claim);
    const entry = (await store.inbox.take('a', claim)) ?? expect.fail('nothing was taken');
    await store.inbox.conclude(entry, dead);
    const text = minimal(`store: {url: "${url}"}`);

    const listed = await type('inbox list --dead', { text });
    const replayed = await type('inbox replay event/Ev1', { text });

    expect(listed.stdout).toContain('given up  event/Ev1');
    expect(replayed).toMatchObject({ code: 0, stderr: '' });
    expect(await store.inbox.record('event/Ev1')).toMatchObject({ status: 'waiting' });
  });
});

describe('shipmate inbox replay', () => {
  it('lets one request wait again, and leaves the others', async () => {
    const { store, type: run } = await withRequests({ 'event/Ev1': dead, 'event/Ev2': dead });

    const { code, stdout } = await run('inbox replay event/Ev1');

    expect(code).toBe(0);
    expect(stdout).toBe('event/Ev1 waits again. Shipmate takes up what waits within seconds.');
    expect(await store.inbox.record('event/Ev1')).toMatchObject({ status: 'waiting', attempts: 0 });
    expect(await store.inbox.record('event/Ev2')).toMatchObject({ status: 'dead' });
  });

  it('lets all of them wait again', async () => {
    const { type: run } = await withRequests({ 'event/Ev1': dead, 'event/Ev2': dead });

    expect((await run('inbox replay --all-dead')).stdout).toMatch(/^2 requests wait again\./);
    expect(await run('inbox replay --all-dead')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/nothing to replay/),
    });
  });

  it.each([
    ['inbox replay event/Ev404', 1, 'There is no request event/Ev404'],
    ['inbox replay event/Ev1', 1, 'event/Ev1 was not given up: it waits'],
    ['inbox replay event/Ev2', 1, 'event/Ev2 was not given up: it was processed'],
    ['inbox replay', 2, 'Which request?'],
    ['inbox replay event/Ev1 event/Ev2', 2, 'Which request?'],
    ['inbox replay event/Ev1 --all-dead', 2, 'Which request?'],
    ['inbox replay --everything', 2, 'does not know --everything'],
    ['inbox list event/Ev1', 2, 'There is no command'],
    ['inbox', 2, 'needs one more word: inbox list, inbox replay'],
  ])('%s is exit code %i', async (line, code, words) => {
    const { type: run } = await withRequests({ 'event/Ev1': later, 'event/Ev2': { kind: 'done', at } });

    const session = await run(line);

    expect(session).toMatchObject({ code, stdout: '' });
    expect(session.stderr).toContain(words);
  });

  it('says so when no Shipmate has run here, and makes no store', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const text = minimal(`store: {path: ${join(folder, 'none.db')}}`);

    const first = await type('inbox list', { text });
    const second = await type('inbox list', { text });

    expect(first).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is no store at .*none\.db/),
    });
    expect(second).toEqual(first);
  });
});

describe('the store of an earlier version, on which one may still run', () => {
  it.each(['inbox list', 'inbox replay event/Ev1', 'audit'])('is left as it is by: %s', async (line) => {
    const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'shipmate.db');
    const file = new DatabaseSync(path);
    onTestFinished(() => file.close());
    file.exec(readFixture('sqlite', '0020-sightings') ?? expect.fail('no such version'));
    const versions = () => file.prepare('select id from migrations order by id').all();
    const before = versions();

    const { code, stderr } = await type(line, { text: minimal(`store: {path: ${path}}`) });

    expect(code).not.toBe(0);
    expect(stderr).toContain('The store was written by an earlier version of Shipmate (it lacks 0021-homes');
    expect(versions()).toEqual(before);
  });
});

it('a database that is empty is not made a store by who only asks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-inbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'shipmate.db');
  const file = new DatabaseSync(path);
  onTestFinished(() => file.close());
  file.exec('pragma user_version = 1');

  const { code, stderr } = await type('inbox list', { text: minimal(`store: {path: ${path}}`) });

  expect(code).not.toBe(0);
  expect(stderr).toContain('The store is empty: no Shipmate has run on it.');
  expect(file.prepare("select name from sqlite_master where type = 'table'").all()).toEqual([]);
});
