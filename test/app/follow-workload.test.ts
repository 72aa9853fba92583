import { describe, expect, it } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { counts, crash, look, revision } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const complete = { phase: 'complete' as const, counts: counts(3) };
const service = 'payments-api';
const key = 'eu/prod/Deployment/payments-api';

describe('a workload that goes', () => {
  it('is not taken for new by looks that were queued before', async () => {
    const { desk, store } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(42, complete), true);

    await Promise.all([
      follow.observe(look(42, { ...complete, labels: { x: '1' } }), false),
      follow.observe(look(42, { ...complete, labels: { x: '2' } }), false),
      follow.end(look(42).workload, look(42).uid),
    ]);

    expect(await store.workload(key)).toBeUndefined();
    expect(await store.recentCards(service, 0)).toEqual([]);
  });
});

describe('what happened while nobody looked', () => {
  const lastSeenAt = 10_000_000;
  const createdAt = (at: number) => look(43, { revision: revision(43, { createdAt: at }) });

  it('is a release, if it is a workload that was not there before', async () => {
    const { desk, store } = await openDesk();
    await store.saveSighting('eu', lastSeenAt);

    await createFollowWorkload(desk).observe(createdAt(lastSeenAt + 60_000), true);

    expect(await store.recentCards(service, 0)).toHaveLength(1);
  });

  it('is a release, although the clock of the cluster is late', async () => {
    const { desk, store } = await openDesk();
    await store.saveSighting('eu', lastSeenAt);

    await createFollowWorkload(desk).observe(createdAt(lastSeenAt - 200_000), true);

    expect(await store.recentCards(service, 0)).toHaveLength(1);
  });

  it('is none, if the workload is older: it is followed only from now on', async () => {
    const { desk, store } = await openDesk();
    await store.saveSighting('eu', lastSeenAt);

    await createFollowWorkload(desk).observe(createdAt(lastSeenAt - 600_000), true);

    expect(await store.recentCards(service, 0)).toEqual([]);
    expect(await store.workload(key)).toMatchObject({ revision: 43 });
  });

  it('is none, if nobody ever looked', async () => {
    const { desk, store } = await openDesk();
    await store.saveSighting('us', lastSeenAt);

    await createFollowWorkload(desk).observe(createdAt(lastSeenAt + 60_000), true);

    expect(await store.recentCards(service, 0)).toEqual([]);
  });
});

describe('the owner of a card', () => {
  const labels = { 'shipmate.dev/team': 'payments' };
  const image = 'registry.example/payments-api:v43';
  const build = { build: '1', service, step: 'push', status: 'passed', image } as const;

  it('is who the labels of the workload name, with the build on the card where they look', async () => {
    const { desk, store, at } = await openDesk();
    await createRecordBuildStep(desk).record(build);
    at(1000);

    await createFollowWorkload(desk).observe(look(43, { labels }), false);
    const byBuild = await store.cardByBuild('payments-api/1');

    expect(byBuild?.owner).toMatchObject({ team: 'payments', channel: '#team-payments' });
    expect(byBuild?.releases).toHaveLength(1);
    expect(byBuild?.correlation).toBe('image');
  });
});

describe('the way back', () => {
  it('passes over a version that failed a moment ago', async () => {
    const { desk, store, at } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(41, complete), true);
    await follow.observe(look(42, { problems: [crash()] }), false);
    at(1000);

    await follow.observe(look(43, { older: [revision(42), revision(41)] }), false);
    const [card] = await store.recentCards(service, 0);

    expect(card?.version.label).toBe('v43');
    expect(card?.releases[0]?.rollouts[0]?.offer).toMatchObject({
      kind: 'way-back',
      target: { label: 'v41' },
    });
  });

  it('passes over a version that was left before it was healthy', async () => {
    const { desk, store, at } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(41, complete), true);
    await follow.observe(look(42), false);
    at(1000);

    await follow.observe(look(43, { older: [revision(42)] }), false);
    const [card] = await store.recentCards(service, 0);

    expect(card?.releases[0]?.rollouts[0]?.offer).toEqual({ kind: 'nothing-earlier' });
  });
});

describe('a version whose ReplicaSet cannot be created', () => {
  const pending = (version: string) =>
    look(43, {
      revision: revision(43, {
        revisionName: '',
        revisionUid: '',
        images: [{ name: service, image: `registry.example/payments-api:${version}` }],
      }),
      older: [revision(42)],
      problems: [crash({ reason: 'ReplicaSetCreateError', container: '', restarts: 0, pod: '' })],
    });
  const labels = (cards: readonly Card[]) => cards.map(({ version }) => version.label).toSorted();

  it('has one card, before and after it can be created', async () => {
    const { desk, store, at } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(42, complete), true);
    await follow.observe(pending('v43'), false);
    at(1000);

    await follow.observe(pending('v43'), false);
    await follow.observe(look(43, { counts: counts(1) }), false);
    await follow.observe(look(43, complete), false);

    expect(labels(await store.recentCards(service, 0))).toEqual(['v43']);
    expect(await store.workload(key)).toMatchObject({ revision: 43 });
  });

  it('leaves its number to the next version, which has a card of its own', async () => {
    const { desk, store, at } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(42, complete), true);
    await follow.observe(pending('v43'), false);
    at(1000);

    await follow.observe(pending('v44'), false);
    const images = [{ name: service, image: 'registry.example/payments-api:v45' }];
    await follow.observe(look(43, { ...complete, revision: revision(43, { images }) }), false);

    const cards = await store.recentCards(service, 0);
    expect(labels(cards)).toEqual(['v43', 'v44', 'v45']);
    expect(cards.find(({ version }) => version.label === 'v45')?.releases[0]?.verdict?.kind).toBe(
      'succeeded',
    );
  });

  it('is told of after a start that met it, with its own name', async () => {
    const { desk, store } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(pending('v43'), true);

    await follow.observe({ ...pending('v43'), labels: { x: '1' } }, false);

    const [card] = await store.recentCards(service, 0);
    expect(card).toMatchObject({ version: { label: 'v43' } });
    expect(card?.alert).toBeUndefined();
  });
});

describe('trouble beside a release', () => {
  it('opens no alert, and does not keep a version from being one to return to', async () => {
    const { desk, store } = await openDesk();
    const follow = createFollowWorkload(desk);
    const beside = crash({ reason: 'AutoscalerFailing', container: '', pods: 0, restarts: 0, pod: '' });
    await follow.observe(look(42, { ...complete, problems: [beside] }), true);

    await follow.observe(look(42, { ...complete, problems: [beside], labels: { x: '1' } }), false);

    expect(await store.recentCards(service, 0)).toEqual([]);
    expect(await store.revisions(key)).toMatchObject([{ verdict: 'good' }]);
  });
});
