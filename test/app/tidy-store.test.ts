import { describe, expect, it } from 'vitest';
import { createTidyStore, type Retention } from '../../src/app/tidy-store.ts';
import { sampleCard } from '../adapters/store/sample-card.ts';
import { openDesk } from './open-desk.ts';

const day = 86_400_000;
const retention: Retention = {
  cardsMs: 90 * day,
  attachmentsMs: 30 * day,
  verdictsMs: 180 * day,
  historyMs: 400 * day,
  workloadsMs: 30 * day,
};

async function open() {
  const { desk, store, at } = await openDesk();
  return { store, at, tidy: createTidyStore({ ...desk, retention }) };
}

async function ticks(tidy: { tick(): Promise<void> }, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await tidy.tick();
}

describe('createTidyStore', () => {
  it('takes out what is older than its time, a hundred at a tick, and nothing else', async () => {
    const { store, at, tidy } = await open();
    for (let index = 0; index < 150; index += 1) {
      await store.saveCard(sampleCard(`old-${index}`, { openedAt: 1 }), { following: [], offerIds: [] });
    }
    await store.saveCard(sampleCard('new', { openedAt: 90 * day }), { following: [], offerIds: [] });
    at(91 * day);
    const left = async () => (await store.size()).rows['cards'];

    const seen = [];
    for (let index = 0; index < 6; index += 1) {
      await tidy.tick();
      seen.push(await left());
    }

    expect(seen).toEqual([151, 151, 51, 1, 1, 1]);
    expect(await store.card('new')).toBeDefined();
  });

  it('tells the size at the end of a round, and rests ten minutes', async () => {
    const { store, at, tidy } = await open();
    at(91 * day);
    await ticks(tidy, 7);
    const size = tidy.size();
    await store.saveCard(sampleCard('old', { openedAt: 1 }), { following: [], offerIds: [] });

    await ticks(tidy, 10);
    const resting = await store.card('old');
    at(91 * day + 10 * 60_000);
    await ticks(tidy, 7);

    expect(size?.rows['cards']).toBe(0);
    expect(resting).toBeDefined();
    expect(await store.card('old')).toBeUndefined();
  });

  it('goes on where it was when the store was away', async () => {
    const { store, at, tidy } = await open();
    await store.saveCard(sampleCard('old', { openedAt: 1 }), { following: [], offerIds: [] });
    at(91 * day);
    const { prune } = store;
    Object.assign(store, { prune: () => Promise.reject(new Error('away')) });
    await expect(tidy.tick()).rejects.toThrow('away');

    Object.assign(store, { prune });
    await ticks(tidy, 7);

    expect(await store.card('old')).toBeUndefined();
  });
});
