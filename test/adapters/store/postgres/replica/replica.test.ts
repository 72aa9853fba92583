import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostgres, startPostgres } from '../../../../../sandbox/postgres/index.ts';
import { openStore } from '../../../../../src/adapters/store/index.ts';
import { createPostgresReplica } from '../../../../../src/adapters/store/postgres/replica/create-replica.ts';
import { TransientError } from '../../../../../src/errors.ts';
import type { Campaign, Replica } from '../../../../../src/ports/replica.ts';
import { createDatabase, hasPostgres, statement } from '../../../../postgres/database.ts';
import { startProxy } from '../../../../postgres/proxy.ts';
import { until as soon } from '../../../../until.ts';
import { createRecordingCandidate } from '../../recording-candidate.ts';
import { silentLog } from '../../silent-log.ts';

const clock = { now: () => 0 };
const timing = { beatMs: 50, sureMs: 1_500, goneMs: 3_000, finishMs: 60_000, reconnectMs: 50 };
const key = 'delivery';
const until = (condition: () => boolean) => soon(condition, 20_000);

async function openDatabase(url?: string) {
  const database = url ?? (await createDatabase());
  const store = await openStore({ url: database, clock });
  onTestFinished(() => store.close());
  return { url: database, store };
}

function join(url: string, holder: string, finishMs = timing.finishMs): Replica {
  const replica = createPostgresReplica({
    ...{ settings: { url }, holder, log: silentLog },
    timing: { ...timing, finishMs },
  });
  onTestFinished(() => replica.close());
  return replica;
}

/** Stands for election as one of two replicas. */
function stand(url: string, holder: string, stopping?: () => Promise<void>, finishMs?: number) {
  const replica = join(url, holder, finishMs);
  const candidate = createRecordingCandidate(stopping);
  const campaign = replica.lead(key, candidate);
  return { replica, candidate, campaign };
}

const leaders = (campaigns: readonly { campaign: Campaign }[]) =>
  campaigns.filter(({ campaign }) => campaign.isLeading());

/** The server takes the leader's connection away, as when its process is killed. */
const killLeader = (url: string) =>
  statement(
    url,
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
     and database = (select oid from pg_database where datname = current_database())`,
  );

describe.skipIf(!hasPostgres)('replicas on PostgreSQL', { timeout: 60_000 }, () => {
  it('have one leader, and the others know that it is another one', async () => {
    const { url } = await openDatabase();
    const all = ['a/1', 'b/2', 'c/3'].map((holder) => stand(url, holder));

    await until(() => leaders(all).length === 1 && all.every(({ replica }) => replica.status().isReady));
    await until(() => all.every(({ replica }) => replica.status().replicas === 3));

    expect(all.flatMap(({ candidate }) => candidate.told)).toEqual(['acquired']);
    expect(all.flatMap(({ replica }) => replica.status().leads)).toEqual([key]);
  });

  it('give different keys to whoever asks for them', async () => {
    const { url } = await openDatabase();
    const replica = join(url, 'a/1');
    const other = join(url, 'b/2');

    const mine = replica.lead('cluster prod-eu', createRecordingCandidate());
    const theirs = other.lead('cluster prod-us', createRecordingCandidate());
    await until(() => mine.isLeading() && theirs.isLeading());

    expect(replica.status().leads).toEqual(['cluster prod-eu']);
  });

  it('hand over when one resigns, after what it had under way', async () => {
    const { url, store } = await openDatabase();
    const work = Promise.withResolvers<void>();
    const first = stand(url, 'a/1', () => work.promise);
    await until(() => first.campaign.isLeading());
    const second = stand(url, 'b/2');
    await until(() => second.replica.status().isReady);

    const resigned = first.campaign.resign();
    // What is under way may still be written down.
    await store.transaction((session) => first.campaign.confirm(session));
    const early = [...second.candidate.told];
    work.resolve();
    await resigned;
    await until(() => second.campaign.isLeading());

    expect(early).toEqual([]);
    expect(first.candidate.told).toEqual(['acquired', 'lost']);
    expect(second.candidate.told).toEqual(['acquired']);
  });

  it('lead on when they close, for as long as something is under way', async () => {
    const { url, store } = await openDatabase();
    const work = Promise.withResolvers<void>();
    onTestFinished(() => work.resolve());
    const first = stand(url, 'a/1', () => work.promise);
    await until(() => first.campaign.isLeading());
    const second = stand(url, 'b/2');
    await until(() => second.replica.status().isReady);

    const closed = first.replica.close();
    const silentFrom = performance.now();
    await until(() => performance.now() - silentFrom > 1.5 * timing.goneMs);
    // What is under way may still be sent, and written down.
    const isLeading = first.campaign.isLeading();
    await store.transaction((session) => first.campaign.confirm(session));
    const early = [...second.candidate.told];
    work.resolve();
    await closed;
    await until(() => second.campaign.isLeading());

    expect([isLeading, early]).toEqual([true, []]);
    expect(second.candidate.told).toEqual(['acquired']);
  });

  it('let go of what takes too long as if they were lost, and do nothing more as its leader', async () => {
    const { url, store } = await openDatabase();
    const work = Promise.withResolvers<void>();
    onTestFinished(() => work.resolve());
    const first = stand(url, 'a/1', () => work.promise, 50);
    await until(() => first.campaign.isLeading());
    const second = stand(url, 'b/2');
    await until(() => second.replica.status().isReady);

    let isClosed = false;
    const closed = first.replica.close().then(() => {
      isClosed = true;
    });
    await until(() => second.campaign.isLeading());
    const wasClosed = isClosed;
    const writing = store.transaction((session) => first.campaign.confirm(session));
    await expect(writing).rejects.toMatchObject({ code: 'not_leading' });
    work.resolve();
    await closed;

    expect([first.campaign.isLeading(), wasClosed]).toEqual([false, false]);
    expect(second.candidate.told).toEqual(['acquired after a loss']);
    expect(first.candidate.told).toEqual(['acquired', 'lost']);
  });

  it('take over what a connection has lost, and know that it was lost', async () => {
    const { url, store } = await openDatabase();
    const first = stand(url, 'a/1');
    await until(() => first.campaign.isLeading());
    const second = stand(url, 'b/2');
    await until(() => second.replica.status().isReady);

    await killLeader(url);
    await until(() => first.candidate.told.includes('lost'));
    await until(() => leaders([first, second]).length === 1);

    const [leader] = leaders([first, second]);
    expect([...first.candidate.told, ...second.candidate.told]).toEqual([
      'acquired',
      'lost',
      'acquired after a loss',
    ]);
    expect(await store.term(key)).toBe(2);
    await expect(
      store.transaction((session) => leader?.campaign.confirm(session) ?? expect.fail()),
    ).resolves.toBeUndefined();
  });

  it('stop by themselves when PostgreSQL falls silent, before another one may lead', async () => {
    const { url } = await openDatabase();
    const proxy = await startProxy(url);
    onTestFinished(() => proxy.close());
    const cutOff = stand(proxy.url, 'a/1');
    await until(() => cutOff.campaign.isLeading());
    const other = stand(url, 'b/2');
    await until(() => other.replica.status().isReady);
    let both = 0;
    const watch = setInterval(() => {
      if (cutOff.campaign.isLeading() && other.campaign.isLeading()) both += 1;
    }, 1);

    proxy.decide = () => 'hang';
    await until(() => other.campaign.isLeading());
    clearInterval(watch);

    expect(both).toBe(0);
    expect(cutOff.candidate.told).toEqual(['acquired', 'lost']);
    expect(cutOff.replica.status()).toMatchObject({
      isReady: false,
      because: 'PostgreSQL cannot be reached.',
    });
    expect(other.candidate.told).toEqual(['acquired after a loss']);
  });

  it('have exactly one leader again after PostgreSQL was away', async () => {
    const server = await startPostgres(findPostgres() ?? expect.fail('no PostgreSQL here'));
    onTestFinished(() => server.close());
    const { url, store } = await openDatabase(await server.createDatabase('cards'));
    const both = [stand(url, 'a/1'), stand(url, 'b/2')];
    await until(() => leaders(both).length === 1);

    for (const mode of ['fast', 'crash'] as const) {
      await server.stop(mode);
      await until(() => leaders(both).length === 0);
      await server.start();
      await until(() => leaders(both).length === 1 && both.every(({ replica }) => replica.status().isReady));
    }

    expect(leaders(both)).toHaveLength(1);
    expect(await store.term(key)).toBe(3);
  });

  it('do not let a former leader write, even while it still believes to lead', async () => {
    const { url, store } = await openDatabase();
    const first = stand(url, 'a/1');
    await until(() => first.campaign.isLeading());
    await statement(url, `update leaders set term = term + 1, holder = 'b/2'`);

    const writing = store.transaction(async (session) => {
      await first.campaign.confirm(session);
      await session.saveWorkload({ workload: 'prod/a', uid: 'u', revision: 1 });
    });

    await expect(writing).rejects.toBeInstanceOf(TransientError);
    expect(first.campaign.isLeading()).toBe(true);
    expect(await store.workload('prod/a')).toBeUndefined();
  });

  it('hear what one of them has to say', async () => {
    const { url } = await openDatabase();
    const left = stand(url, 'a/1').replica;
    const right = stand(url, 'b/2').replica;
    const heard: string[] = [];
    right.onNudge((nudge) => heard.push(nudge));
    await until(() => left.status().isReady && right.status().isReady);

    for (let count = 0; count < 100; count += 1) left.nudge('messages');
    left.nudge('rollbacks');
    await until(() => heard.includes('messages') && heard.includes('rollbacks'));

    expect(heard.length).toBeLessThan(10);
  });
});
