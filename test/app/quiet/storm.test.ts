import { array, assert, asyncProperty, integer, record } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { TransientError } from '../../../src/errors.ts';
import { crashing, inDev, openQuiet, well } from './open-quiet.ts';

const storms = { problems: 3, withinMs: 60_000 };
const minute = 60_000;

const openStorm = () => openQuiet({ storms });

const names = Array.from({ length: 12 }, (_, index) => `service-${index}`);

describe('twelve services that begin to crash at once', () => {
  it('ping three times and in one digest, and every card says how its service is', async () => {
    const { follow, cards, replies, digests } = await openStorm();

    for (const name of names) await follow.observe(crashing(name), false);

    const [digest, ...others] = await digests();
    expect(others).toEqual([]);
    expect(await replies()).toHaveLength(3);
    expect(digest?.before).toHaveLength(3);
    expect(digest?.folded).toHaveLength(9);
    expect(digest?.teams).toEqual(['payments']);
    expect((await cards()).map(({ releases }) => releases[0]?.rollouts[0]?.status)).toEqual(
      names.map(() => 'failing'),
    );
  });

  it('are over together: the digest ends, and what comes later pings by itself again', async () => {
    const { at, follow, keepQuiet, replies, digests } = await openStorm();
    for (const name of names) await follow.observe(crashing(name), false);

    at(minute);
    await keepQuiet.tick();
    await follow.observe(crashing('later'), false);

    expect(await digests()).toMatchObject([{ endedAt: minute }]);
    expect(await replies()).toHaveLength(4);
  });

  it('do not keep the storm going by going on', async () => {
    const { at, follow, keepQuiet, digests } = await openStorm();
    for (const name of names) await follow.observe(crashing(name), false);

    at(minute / 2);
    for (const name of names) await follow.observe(crashing(name, 2), false);
    at(minute);
    await keepQuiet.tick();

    expect(await digests()).toMatchObject([{ endedAt: minute }]);
  });

  it('pings nobody twice for who falls back into it', async () => {
    const { at, follow, replies, digests } = await openStorm();
    for (const name of names) await follow.observe(crashing(name), false);
    for (const name of names) await follow.observe(well(name), false);

    at(40_000);
    for (const name of names) await follow.observe(crashing(name), false);

    expect(await replies()).toHaveLength(3);
    expect((await digests())[0]?.folded).toHaveLength(9);
  });

  it('goes on after a restart as if nothing had been', async () => {
    const first = await openStorm();
    for (const name of names.slice(0, 6)) await first.follow.observe(crashing(name), false);

    const again = first.reopen();
    for (const name of names.slice(6)) await again.observe(crashing(name), false);

    const [digest, ...others] = await first.digests();
    expect(others).toEqual([]);
    expect(digest?.folded).toHaveLength(9);
    expect(await first.replies()).toHaveLength(3);
  });
});

describe('a storm where nothing is protected', () => {
  const openStaging = () => openQuiet({ storms }, (environment) => environment === 'prod');

  it('hides nothing of what is: its first problem calls its team again', async () => {
    const { follow, replies, digests } = await openStaging();
    for (const name of names.slice(0, 5)) await follow.observe(inDev(crashing(name)), false);

    for (const name of names.slice(5, 8)) await follow.observe(crashing(name), false);

    const [digest, ...others] = await digests();
    expect(others).toEqual([]);
    expect(await replies()).toEqual([...names.slice(0, 3), 'service-5']);
    expect(digest?.folded).toHaveLength(4);
  });

  it('calls for it once when it is there from the beginning', async () => {
    const { follow, replies, digests } = await openStaging();
    await follow.observe(crashing('ledger'), false);
    for (const name of names.slice(0, 5)) await follow.observe(inDev(crashing(name)), false);

    await follow.observe(crashing('carts'), false);

    expect(await replies()).toEqual(['ledger', ...names.slice(0, 2)]);
    expect((await digests())[0]?.folded).toHaveLength(4);
  });
});

describe('a channel of several teams', () => {
  const search = (name: string) => crashing(name, 1, 'search');

  it('calls each of them in a storm, once: the digest, which was posted before, calls nobody who joins it', async () => {
    const { follow, replies, digests } = await openStorm();
    for (const name of names.slice(0, 5)) await follow.observe(crashing(name), false);

    await follow.observe(search('ranking'), false);
    await follow.observe(search('suggest'), false);
    await follow.observe(crashing('service-9'), false);

    const [digest, ...others] = await digests();
    expect(others).toEqual([]);
    expect(await replies()).toEqual(['ranking', ...names.slice(0, 3)]);
    expect(digest?.teams).toEqual(['payments']);
    expect(digest?.before).toHaveLength(4);
    expect(digest?.folded).toHaveLength(4);
  });

  it('goes on with its storm for as long as one of them has trouble', async () => {
    const { at, follow, keepQuiet, digests } = await openStorm();
    for (const name of names.slice(0, 5)) await follow.observe(crashing(name), false);
    at(40_000);
    await follow.observe(search('ranking'), false);

    at(minute + 20_000);
    await keepQuiet.tick();

    expect(await digests()).toEqual([expect.not.objectContaining({ endedAt: expect.anything() })]);
  });

  it('calls nobody more where nobody is named as the owner', async () => {
    const { follow, replies, digests } = await openStorm();
    for (const name of names.slice(0, 5)) await follow.observe(crashing(name, 1, 'nobody'), false);

    for (const name of names.slice(5)) await follow.observe(crashing(name, 1, 'nobody'), false);

    expect(await replies()).toHaveLength(3);
    expect((await digests())[0]?.folded).toHaveLength(9);
  });
});

describe('alerts in a storm', () => {
  /** Versions that were live before, so that what befalls them is an alert. */
  async function openLive() {
    const storm = await openStorm();
    for (const name of names) await storm.follow.observe(well(name), true);
    return storm;
  }
  const isCard = ({ slot }: { slot: string }) => slot === 'card';

  it('are shown as long as they ping; those that are folded are not', async () => {
    const { store, follow, cards } = await openLive();

    for (const name of names) await follow.observe(crashing(name), false);

    expect((await store.dirtyMessages(1_000)).filter(isCard)).toHaveLength(3);
    expect((await cards()).filter(({ alert }) => alert?.isWithheld === true)).toHaveLength(9);
  });

  it('are shown after the storm if they are still there, without a ping', async () => {
    const { store, at, follow, keepQuiet, replies } = await openLive();
    for (const name of names) await follow.observe(crashing(name), false);
    for (const name of names.slice(0, 8)) await follow.observe(well(name), false);

    at(minute);
    await keepQuiet.tick();

    const shown = (await store.dirtyMessages(1_000)).filter(isCard);
    expect(await replies()).toHaveLength(3);
    // Crashing comes and goes: what looks well for less than half a minute is not over yet.
    expect(shown.length).toBeGreaterThanOrEqual(3 + 4);
  });
});

describe('the end of a storm, while the store is away for a moment', () => {
  it('shows alerts that were withheld once the store is back, although nothing is seen of them any more', async () => {
    const { store, at, follow, keepQuiet, cards } = await openStorm();
    for (const name of names) await follow.observe(well(name), true);
    for (const name of names) await follow.observe(crashing(name), false);
    const withheld = async () => (await cards()).filter(({ alert }) => alert?.isWithheld === true).length;
    const before = await withheld();
    const away = new TransientError('store_unavailable', 'PostgreSQL cannot be reached.');
    const card = vi.spyOn(store, 'card').mockRejectedValueOnce(away);

    at(minute);
    await keepQuiet.tick();
    const left = await withheld();
    card.mockRestore();
    await keepQuiet.tick();

    expect([before, left, await withheld()]).toEqual([9, 1, 0]);
    expect(await store.quiet.stormyChannels()).toEqual([]);
  });
});

describe('whatever begins and ends, and whenever', () => {
  const events = array(
    record({
      service: integer({ min: 0, max: 11 }),
      isCrashing: integer({ min: 0, max: 3 }),
      gap: integer({ min: 0, max: 50_000 }),
    }),
    { maxLength: 60 },
  );

  it('no span has more pings than it may, and each call is told once: by itself or in one digest', async () => {
    await assert(
      asyncProperty(events, async (sequence) => {
        const { at, follow, keepQuiet, cards, store } = await openStorm();
        let now = 0;
        for (const { service, isCrashing, gap } of sequence) {
          now += gap;
          at(now);
          await keepQuiet.tick();
          const name = names[service] ?? '';
          await follow.observe(isCrashing > 0 ? crashing(name) : well(name), false);
        }

        const calls = (await cards()).flatMap((card) =>
          card.notices
            .filter(({ kind }) => kind === 'failing')
            .map((notice) => ({ cardId: card.id, notice: notice.key, at: notice.at, held: notice.held })),
        );
        const pings = calls.filter(({ held }) => held === undefined);
        for (const { at: end } of pings) {
          const within = pings.filter(({ at: each }) => each > end - storms.withinMs && each <= end);
          expect(within.length).toBeLessThanOrEqual(storms.problems);
        }
        const folded = calls.filter(({ held }) => held !== undefined);
        for (const { cardId, notice, held } of folded) {
          const digests = await store.quiet.digestsOf(cardId);
          const telling = digests.filter((digest) =>
            digest.folded.some((told) => told.notice === notice && told.cardId === cardId),
          );
          expect(telling.map(({ id }) => ({ by: 'digest', digest: id }))).toEqual([held]);
        }
        const ids = new Set(folded.flatMap(({ held }) => (held?.by === 'digest' ? [held.digest] : [])));
        const listed = await Promise.all([...ids].map((id) => store.quiet.digest(id)));
        expect(listed.flatMap((digest) => digest?.folded ?? [])).toHaveLength(folded.length);
        await store.close();
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
