import { describe, expect, it } from 'vitest';
import { createEndQuietHours } from '../../../src/app/quiet/end-quiet-hours.ts';
import { crashing, openQuiet, well } from './open-quiet.ts';

const night = 1_000_000;
/** It is quiet from the beginning until this. */
const quiet = { quietUntil: (_channel: string, now: number) => (now < night ? night : undefined) };
/** Longer than a problem must stay away to be over. */
const later = 40_000;

async function openNight(isProtected = false) {
  const opened = await openQuiet(quiet, () => isProtected);
  /** Looks well for long enough. */
  async function recover(service: string, now: number): Promise<void> {
    opened.at(now);
    await opened.follow.observe(well(service), false);
    opened.at(now + later);
    await opened.follow.observe(well(service), false);
  }
  return { ...opened, recover };
}

describe('in quiet hours', () => {
  it('nobody is pinged, and the card is shown', async () => {
    const { store, follow, keepQuiet, replies } = await openNight();

    await follow.observe(crashing('ledger'), false);
    await keepQuiet.tick();

    expect(await replies()).toEqual([]);
    expect((await store.dirtyMessages(10)).map(({ slot }) => slot)).toEqual(['card']);
  });

  it('a protected environment is heard', async () => {
    const { follow, replies } = await openNight(true);

    await follow.observe(crashing('ledger'), false);

    expect(await replies()).toEqual(['ledger']);
  });

  it('other channels are heard', async () => {
    const opened = await openQuiet({ quietUntil: (channel) => (channel === '#other' ? night : undefined) });

    await opened.follow.observe(crashing('ledger'), false);

    expect(await opened.replies()).toEqual(['ledger']);
  });
});

describe('when quiet hours end', () => {
  it('one that is still there is told as it would have been', async () => {
    const { at, follow, keepQuiet, replies, digests } = await openNight();
    await follow.observe(crashing('ledger'), false);

    at(night);
    await keepQuiet.tick();

    expect(await replies()).toEqual(['ledger']);
    expect(await digests()).toEqual([]);
  });

  it('of those that are over nobody hears', async () => {
    const { at, follow, keepQuiet, recover, replies, digests, cards } = await openNight();
    await follow.observe(crashing('ledger'), false);
    await recover('ledger', 1_000);

    at(night);
    await keepQuiet.tick();

    expect(await replies()).toEqual([]);
    expect(await digests()).toEqual([]);
    expect((await cards())[0]?.notices).toMatchObject([{ kind: 'failing', held: { by: 'over' } }]);
  });

  it('several are told in one message, with those that came and went', async () => {
    const { at, follow, keepQuiet, recover, replies, digests } = await openNight();
    for (const service of ['ledger', 'orders', 'carts']) await follow.observe(crashing(service), false);
    await recover('carts', 1_000);

    at(night);
    await keepQuiet.tick();

    const [digest] = await digests();
    expect(await replies()).toEqual([]);
    expect(digest).toMatchObject({ kind: 'quiet-hours', channel: '#team-payments', teams: ['payments'] });
    expect(digest?.folded).toHaveLength(3);
  });

  it('they are told once, however often the clock ticks', async () => {
    const { at, follow, keepQuiet, replies, digests } = await openNight();
    for (const service of ['ledger', 'orders']) await follow.observe(crashing(service), false);

    for (const now of [night - 1, night, night + 1, night + 1_000]) {
      at(now);
      await keepQuiet.tick();
    }

    expect(await digests()).toHaveLength(1);
    expect(await replies()).toEqual([]);
  });

  it('a crash between the message and its cards loses nothing and tells nothing twice', async () => {
    const { at, desk, store, follow, renewCards, keepQuiet, replies, digests } = await openNight();
    for (const service of ['ledger', 'orders']) await follow.observe(crashing(service), false);
    at(night);

    await expect(
      createEndQuietHours(desk, { renew: () => Promise.reject(new Error('killed')) })(),
    ).rejects.toThrow('killed');
    expect(await store.quiet.heldUntil(night)).toHaveLength(2);
    await createEndQuietHours(desk, renewCards)();
    await keepQuiet.tick();

    expect(await digests()).toHaveLength(1);
    expect(await replies()).toEqual([]);
    expect(await store.quiet.heldUntil(night)).toEqual([]);
  });

  it('what is muted by then waits for the end of the mute', async () => {
    const { at, store, follow, renewCards, keepQuiet, replies } = await openNight();
    await follow.observe(crashing('ledger'), false);
    const by = { userId: 'U0ADA', name: 'Ada' };
    const scope = { kind: 'service', service: 'ledger' } as const;
    await store.quiet.saveMute({ scope, by, at: 0, until: night + 5_000, heardIn: [] });
    await renewCards.renew(await store.quiet.followedCardsOf('ledger'));

    at(night);
    await keepQuiet.tick();
    expect(await replies()).toEqual([]);

    at(night + 5_000);
    await keepQuiet.tick();
    expect(await replies()).toEqual(['ledger']);
  });

  it('a night that was made longer meanwhile goes on', async () => {
    const opened = await openQuiet({ quietUntil: (_channel, now) => (now < night ? night : 2 * night) });
    await opened.follow.observe(crashing('ledger'), false);

    opened.at(night);
    await opened.keepQuiet.tick();

    expect(await opened.replies()).toEqual([]);
    expect(await opened.store.quiet.heldUntil(2 * night)).toHaveLength(1);
  });
});
