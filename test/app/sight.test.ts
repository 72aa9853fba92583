import { describe, expect, it } from 'vitest';
import { createSight } from '../../src/app/sight.ts';

function start() {
  const written: number[] = [];
  const known = new Map<string, number>();
  const world = { told: undefined as number | undefined, isApplied: true };
  const sight = createSight({
    store: {
      saveSighting: async (_cluster, until) => void written.push(until),
      sightings: async () => known,
    },
    cluster: 'eu',
    toldUntil: () => world.told,
    whenApplied: async () => world.isApplied,
  });
  return { sight, world, written, known };
}

describe('the sight of a cluster', () => {
  it('is not there before everything was told once', async () => {
    const { sight, written } = start();

    await sight.note();
    await sight.write();

    expect(sight.until()).toBeUndefined();
    expect(written).toEqual([]);
  });

  it('reaches as far as what was told is applied', async () => {
    const { sight, world } = start();
    world.told = 1_000;
    await sight.note();

    world.told = 9_000;
    world.isApplied = false;
    await sight.note();
    const held = sight.until();
    world.isApplied = true;
    await sight.note();

    expect([held, sight.until()]).toEqual([1_000, 9_000]);
  });

  it('is written down now and then, and at the end', async () => {
    const { sight, world, written } = start();

    for (const told of [1_000, 2_000, 5_999, 6_000, 7_000]) {
      world.told = told;
      await sight.note();
    }
    await sight.write();
    await sight.write();

    expect(written).toEqual([1_000, 6_000, 7_000]);
  });

  it('is written down when the clock was set back: what comes after a crash is news from then on', async () => {
    const { sight, world, written } = start();
    world.told = 3_600_000;
    await sight.note();

    world.told = 1_000;
    await sight.note();

    expect(written).toEqual([3_600_000, 1_000]);
  });

  it('is stored once it was written, by this leader or by another one before', async () => {
    const { sight, world, known } = start();
    const atFirst = await sight.isStored();
    known.set('us', 500);
    const ofAnother = await sight.isStored();
    known.set('eu', 500);
    const before = await sight.isStored();
    known.clear();
    world.told = 1_000;
    await sight.note();

    expect([atFirst, ofAnother, before, await sight.isStored()]).toEqual([false, false, true, true]);
  });
});
