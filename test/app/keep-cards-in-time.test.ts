import { describe, expect, it } from 'vitest';
import type { Desk } from '../../src/app/desk.ts';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createKeepCardsInTime } from '../../src/app/keep-cards-in-time.ts';
import { counts, look, settings } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

describe('createKeepCardsInTime', () => {
  it('gives up what has not moved until its deadline, with the way back', async () => {
    const { desk, store, at } = await openDesk();
    await createFollowWorkload(desk).observe(look(43), false);

    at(settings.deadlineMs);
    await createKeepCardsInTime(desk, () => settings.deadlineMs).tick();
    const [card] = await store.recentCards('payments-api', 0);

    expect(card?.releases[0]?.verdict?.kind).toBe('timed-out');
    expect(card?.releases[0]?.rollouts[0]?.offer).toMatchObject({
      kind: 'way-back',
      target: { label: 'v42' },
    });
  });

  it('goes on with the other cards when one cannot be read', async () => {
    const { desk, store, at, errors } = await openDesk();
    const follow = createFollowWorkload(desk);
    await follow.observe(look(43), false);
    const other = { ...look(43).workload, name: 'ledger' };
    await follow.observe(look(43, { workload: other, uid: 'deployment-2' }), false);
    const [poisoned] = await store.recentCards('payments-api', 0);
    const card: Desk['store']['card'] = async (id) => {
      if (id === poisoned?.id) throw new Error('a document of another format');
      return store.card(id);
    };

    at(settings.deadlineMs);
    const seenHere = () => settings.deadlineMs;
    await createKeepCardsInTime({ ...desk, store: { ...store, card } }, seenHere).tick();
    const [ledger] = await store.recentCards('ledger', 0);

    expect(ledger?.releases[0]?.verdict?.kind).toBe('timed-out');
    expect(errors).toEqual(['the clock could not be applied to a card']);
  });

  it('waits for what another replica sees of the cluster, and for the first look of all', async () => {
    const { desk, store, at } = await openDesk();
    const late = 10 * settings.deadlineMs;
    await createFollowWorkload(desk).observe(look(43), false);
    const keep = createKeepCardsInTime(desk, (cluster) => (cluster === 'elsewhere' ? late : undefined));
    const status = async () =>
      (await store.recentCards('payments-api', 0))[0]?.releases[0]?.rollouts[0]?.status;

    at(late);
    await keep.tick();
    const unseen = await status();
    await store.saveSighting('eu', settings.deadlineMs - 1);
    await keep.tick();
    const seenBefore = await status();
    await store.saveSighting('eu', settings.deadlineMs);
    await keep.tick();

    expect([unseen, seenBefore, await status()]).toEqual(['progressing', 'progressing', 'timed-out']);
  });

  it('gives up at last what is in a cluster that nobody is to look at any more, but not for the time in which it did not run itself', async () => {
    const { desk, store, at } = await openDesk();
    await createFollowWorkload(desk).observe(look(43), false);
    await store.saveSighting('eu', settings.deadlineMs - 1);
    const hour = 60 * 60_000;
    const verdicts: unknown[] = [];
    const keep = createKeepCardsInTime(desk, undefined, () => false);

    for (const hours of [48, 54 - 1, 54]) {
      at(hours * hour);
      await keep.tick();
      verdicts.push((await store.recentCards('payments-api', 0))[0]?.releases[0]?.verdict?.kind);
    }

    expect(verdicts).toEqual([undefined, undefined, 'timed-out']);
    expect(await store.cardsDue(100 * hour)).toEqual([]);
  });

  it('gives up nothing in a cluster that is away for a weekend: it may have arrived unseen, and nobody is to be called', async () => {
    const { desk, store, at } = await openDesk();
    await createFollowWorkload(desk).observe(look(43), false);
    await store.saveSighting('eu', settings.deadlineMs - 1);
    const keep = createKeepCardsInTime(desk, undefined, (cluster) => cluster === 'eu');

    await keep.tick();
    at(60 * 60 * 60_000);
    await keep.tick();
    const [card] = await store.recentCards('payments-api', 0);

    expect(card?.releases[0]?.rollouts[0]?.status).toBe('progressing');
    expect(card?.notices).toEqual([]);
  });

  it('writes nothing of what only waits for its cluster to be seen', async () => {
    const { desk, store, at } = await openDesk();
    await createFollowWorkload(desk).observe(look(43), false);
    let written = 0;
    const transaction: Desk['store']['transaction'] = (work) =>
      store.transaction((session) =>
        work({
          ...session,
          saveCard(card, index) {
            written += 1;
            return session.saveCard(card, index);
          },
        }),
      );
    const keep = createKeepCardsInTime({ ...desk, store: { ...store, transaction } }, () => 0);

    at(2 * settings.deadlineMs);
    for (let second = 0; second < 5; second += 1) await keep.tick();

    expect(written).toBe(0);
    expect(await store.cardsDue(2 * settings.deadlineMs)).toHaveLength(1);
  });

  it('lets go of what it has watched for long enough', async () => {
    const { desk, store, at } = await openDesk();
    await createFollowWorkload(desk).observe(look(43), false);
    await createFollowWorkload(desk).observe(look(43, { phase: 'complete', counts: counts(3) }), false);
    const end = settings.watchAfterSuccessMs;
    const keep = createKeepCardsInTime(desk, () => end + 1);

    at(end + 1);
    const before = await store.cardsDue(end + 1);
    await keep.tick();

    expect(before).toHaveLength(1);
    expect(await store.cardsDue(end + 1)).toEqual([]);
    expect(await store.followedCards()).toEqual([]);
  });
});
