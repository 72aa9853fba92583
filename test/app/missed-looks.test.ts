import { describe, expect, it, vi } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import type { Card } from '../../src/domain/release/card.ts';
import type { Log } from '../../src/ports.ts';
import { counts, crash, look, revision } from '../domain/release/story.ts';
import { type OpenDesk, openDesk } from './open-desk.ts';

const hour = 60 * 60_000;
/** Revisions are made a second apart: v42 is the last that was made by then. */
const lastSeenAt = 42_500;
const complete = { phase: 'complete' as const, counts: counts(3) };
const older = (...numbers: readonly number[]) => ({ older: numbers.map((number) => revision(number)) });

/** Shipmate saw v42, and looks again. */
async function openAgain(): Promise<OpenDesk & { readonly cards: () => Promise<readonly string[]> }> {
  const opened = await openDesk();
  opened.at(lastSeenAt);
  await createFollowWorkload(opened.desk).observe(look(42, complete), true);
  await opened.store.saveSighting('eu', lastSeenAt);
  return {
    ...opened,
    cards: async () => (await opened.store.recentCards('payments-api', 0)).map(wordsOf).toSorted(),
  };
}

function wordsOf({ version, releases }: Card): string {
  const rollouts = releases.flatMap((release) => release.rollouts);
  const said = rollouts.map(({ status, successor, isUnseen }) =>
    [
      status,
      successor?.label,
      successor?.isOlder === true ? 'older' : undefined,
      isUnseen === true ? 'unseen' : undefined,
    ]
      .filter((word) => word !== undefined)
      .join(' '),
  );
  return `${version.label}: ${said.join(', ')}`;
}

describe('revisions that came and went between two looks', () => {
  it('are told each on its own card, with what took its place', async () => {
    const { desk, at, cards } = await openAgain();
    at(lastSeenAt + 60_000);

    await createFollowWorkload(desk).observe(look(45, { ...complete, ...older(44, 43, 42) }), true);

    expect(await cards()).toEqual([
      'v43: superseded v44 unseen',
      'v44: superseded v45 unseen',
      'v45: complete',
    ]);
  });

  it('are told once', async () => {
    const { desk, at, cards } = await openAgain();
    at(lastSeenAt + 60_000);
    const again = look(44, { ...complete, ...older(43, 42) });

    await createFollowWorkload(desk).observe(again, true);
    await createFollowWorkload(desk).observe(again, true);
    await createFollowWorkload(desk).observe({ ...again, labels: { x: '1' } }, false);

    expect(await cards()).toEqual(['v43: superseded v44 unseen', 'v44: complete']);
  });

  it('end a rollout that was followed before by what really took its place', async () => {
    const { desk, at, cards } = await openAgain();
    await createFollowWorkload(desk).observe(look(43), false);
    at(lastSeenAt + 60_000);

    await createFollowWorkload(desk).observe(look(45, { ...complete, ...older(44, 43, 42) }), false);

    expect(await cards()).toEqual(['v43: superseded v44', 'v44: superseded v45 unseen', 'v45: complete']);
  });

  it('are told although somebody went back to what was seen last', async () => {
    const { desk, at, cards } = await openAgain();
    at(lastSeenAt + 60_000);
    const back = revision(42, { number: 44, formerNumbers: [42] });

    await createFollowWorkload(desk).observe(look(44, { ...complete, revision: back, ...older(43) }), true);

    expect(await cards()).toEqual(['v42: complete', 'v43: superseded v42 older unseen']);
  });

  it('are history when nobody looked for more than an hour', async () => {
    const { desk, at, cards } = await openAgain();
    at(lastSeenAt + hour + 1);

    await createFollowWorkload(desk).observe(look(45, { ...complete, ...older(44, 43, 42) }), true);

    expect(await cards()).toEqual(['v45: complete']);
  });

  it('are none of a workload that was made anew under its name', async () => {
    const { desk, at, cards } = await openAgain();
    at(lastSeenAt + 60_000);
    const anew = look(45, { ...complete, uid: 'deployment-2', ...older(44, 43) });

    await createFollowWorkload(desk).observe(anew, true);

    expect(await cards()).toEqual(['v45: complete']);
  });

  it('do not make the trouble of one that was left that of the next', async () => {
    const { desk, at, cards } = await openAgain();
    await createFollowWorkload(desk).observe(look(43, { phase: 'failed', deadlineExceededAt: 5_000 }), false);
    at(lastSeenAt + 60_000);

    const next = look(45, { phase: 'failed', deadlineExceededAt: 5_000, ...older(44, 43, 42) });
    await createFollowWorkload(desk).observe(next, false);

    expect(await cards()).toEqual(['v43: failed', 'v44: superseded v45 unseen', 'v45: progressing']);
  });
});

describe('what nobody saw', () => {
  it('teaches nothing of a version, and takes nothing from what is known of it', async () => {
    const { desk, store, at } = await openAgain();
    await createFollowWorkload(desk).observe(look(43, complete), false);
    at(lastSeenAt + 60_000);
    const back = revision(42, { number: 44, formerNumbers: [42] });

    await createFollowWorkload(desk).observe(look(46, { older: [revision(45), back, revision(43)] }), true);

    const known = await store.revisions('eu/prod/Deployment/payments-api');
    expect(known.map(({ revisionUid, verdict }) => [revisionUid, verdict]).toSorted()).toEqual([
      ['rs-42', 'good'],
      ['rs-43', 'good'],
    ]);
  });

  it('does not judge a revision that was seen only as one that could not be created', async () => {
    const { desk, store, at, cards } = await openAgain();
    const refused = revision(43, { revisionName: '', revisionUid: '', podHash: '' });
    const problem = { ...crash(), reason: 'ReplicaSetCreateError' as const };
    await createFollowWorkload(desk).observe(look(43, { revision: refused, problems: [problem] }), false);
    at(lastSeenAt + 60_000);

    await createFollowWorkload(desk).observe(look(44, { ...complete, ...older(43, 42) }), true);

    expect(await cards()).toEqual(['v43: superseded v44', 'v44: complete']);
    const known = await store.revisions('eu/prod/Deployment/payments-api');
    expect(known.map(({ revisionUid, verdict }) => [revisionUid, verdict]).toSorted()).toEqual([
      ['rs-42', 'good'],
      ['rs-44', 'good'],
    ]);
  });

  it('is history where it was left long before: its namespace was not followed then', async () => {
    const { desk, at, cards, store } = await openAgain();
    const now = lastSeenAt + 30 * 24 * hour;
    at(now);
    await store.saveSighting('eu', now - 1_000);
    const made = (number: number, ago: number) => revision(number, { createdAt: now - ago });

    await createFollowWorkload(desk).observe(
      look(46, {
        ...complete,
        revision: made(46, 8 * hour),
        older: [made(45, 9 * hour), made(44, 20 * hour), made(43, 30 * hour)],
      }),
      true,
    );

    expect(await cards()).toEqual(['v46: complete']);
  });

  it('is not told in more cards than somebody reads, when two controllers fought for an hour', async () => {
    const { desk, at, store } = await openAgain();
    at(lastSeenAt + hour / 2);
    const odd = Array.from({ length: 60 }, (_, index) => 43 + 2 * index);
    const even = Array.from({ length: 60 }, (_, index) => 44 + 2 * index);
    const ours = revision(43, { number: 161, formerNumbers: odd.slice(0, -1), createdAt: lastSeenAt });
    const theirs = revision(44, { number: 162, formerNumbers: even.slice(0, -1), createdAt: lastSeenAt });
    const warn = vi.fn<Log['warn']>();

    await createFollowWorkload({ ...desk, log: { ...desk.log, warn } }).observe(
      look(162, { ...complete, revision: theirs, older: [ours, revision(42)] }),
      true,
    );

    expect(await store.recentCards('payments-api', 0)).toHaveLength(11);
    expect(warn).toHaveBeenCalledWith(
      { workload: 'eu/prod/Deployment/payments-api', untold: 109 },
      'More revisions came and went unseen than are told',
    );
  });

  it('is told although the clock was set back since', async () => {
    const { desk, store, at, cards } = await openAgain();
    await store.saveSighting('eu', lastSeenAt + hour);
    at(lastSeenAt + 60_000);

    await createFollowWorkload(desk).observe(look(44, { ...complete, ...older(43, 42) }), true);

    expect(await cards()).toEqual(['v43: superseded v44 unseen', 'v44: complete']);
  });

  it('is on the card of its own build where two have pushed the same tag', async () => {
    const { desk, store, at } = await openAgain();
    const images = [{ name: 'payments-api', image: 'registry.example/payments-api:latest' }];
    const [image] = images.map((each) => each.image);
    const pushed = (build: string) =>
      createRecordBuildStep(desk).record({
        ...{ build, service: 'payments-api', step: 'push', status: 'passed' as const, image },
      });
    at(lastSeenAt);
    await pushed('first');
    at(lastSeenAt + 60_000);
    await pushed('second');
    const [made, madeNext] = [lastSeenAt + 30_000, lastSeenAt + 90_000];
    at(lastSeenAt + 120_000);

    await createFollowWorkload(desk).observe(
      look(44, {
        ...complete,
        revision: revision(44, { images, createdAt: madeNext }),
        older: [revision(43, { images, createdAt: made }), revision(42)],
      }),
      true,
    );

    const cards = await store.recentCards('payments-api', 0);
    expect(
      cards
        .map(({ build, releases }) => [
          build?.id,
          ...releases.flatMap((release) => release.rollouts.map((each) => each.revision.number)),
        ])
        .toSorted(),
    ).toEqual([
      ['payments-api/first', 43],
      ['payments-api/second', 44],
    ]);
  });
});
