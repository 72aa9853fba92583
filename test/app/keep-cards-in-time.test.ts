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
