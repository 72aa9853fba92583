import { describe, expect, it } from 'vitest';
import { createLookKeeper } from '../../src/app/look-keeper.ts';
import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import { TransientError } from '../../src/errors.ts';
import type { Inventory } from '../../src/ports.ts';
import { counts, look } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const away = new TransientError('store_unavailable', 'PostgreSQL cannot be reached.');

/** A store that is away until it is not; remembers what was applied. */
function createFollow() {
  const applied: string[] = [];
  let failure: Error | undefined;
  let gate: Promise<void> = Promise.resolve();
  let isLeaving = false;
  const apply = async (what: string) => {
    await gate;
    if (failure !== undefined) throw failure;
    applied.push(what);
    return !isLeaving;
  };
  return {
    applied,
    failWith(error: Error | undefined) {
      failure = error;
    },
    waitFor(next: Promise<void>) {
      gate = next;
    },
    leave() {
      isLeaving = true;
    },
    settle: ({ cluster }: Inventory) => apply(`${cluster} settled`),
    observe: ({ revision, workload }: WorkloadObservation, isBaseline: boolean) =>
      apply(`${workload.name} ${revision.number}${isBaseline ? ' at first' : ''}`),
    end: ({ name }: { name: string }) => apply(`${name} gone`),
  };
}

async function openQueue() {
  const { desk, errors } = await openDesk();
  const follow = createFollow();
  return { follow, errors, queue: createLookKeeper(follow, desk.log) };
}

const named = (name: string, revision: number): WorkloadObservation => {
  const seen = look(revision);
  return { ...seen, workload: { ...seen.workload, name } };
};

describe('looks that come while the store takes them', () => {
  it('are applied one after the other, all of them', async () => {
    const { follow, queue } = await openQueue();

    queue.onObservation(named('a', 1), true);
    queue.onObservation(named('a', 2), false);
    queue.onObservation(named('a', 3), false);
    queue.onGone(named('a', 3).workload, 'u');
    await queue.whenIdle();

    expect(follow.applied).toEqual(['a 1 at first', 'a 2', 'a 3', 'a gone']);
  });

  it('give way to a newer one that says all of what they say, while they wait', async () => {
    const { follow, queue } = await openQueue();
    const gate = Promise.withResolvers<void>();
    follow.waitFor(gate.promise);

    for (const pods of [0, 1, 2, 3]) {
      queue.onObservation({ ...look(43, { counts: counts(pods) }) }, false);
    }
    queue.onObservation(look(44), false);
    gate.resolve();
    await queue.whenIdle();

    expect(follow.applied).toHaveLength(3);
    expect(follow.applied.at(-1)).toBe('payments-api 44');
  });

  it('of one workload do not wait for those of another', async () => {
    const { follow, queue } = await openQueue();
    const gate = Promise.withResolvers<void>();
    follow.waitFor(gate.promise);
    queue.onObservation(named('a', 1), false);
    follow.waitFor(Promise.resolve());

    queue.onObservation(named('b', 1), false);
    await new Promise((resolve) => setImmediate(resolve));
    const early = [...follow.applied];
    gate.resolve();
    await queue.whenIdle();

    expect(early).toEqual(['b 1']);
    expect(follow.applied).toEqual(['b 1', 'a 1']);
  });
});

describe('looks that come while the store is away', () => {
  it('are not lost: what was there at first and the newest are applied when it is back, in their order', async () => {
    const { follow, queue, errors } = await openQueue();
    follow.failWith(away);
    queue.onObservation(named('a', 1), true);
    queue.onObservation(named('a', 2), false);
    queue.onObservation(named('a', 3), false);
    await queue.whenIdle();
    queue.onObservation(named('a', 4), false);
    await queue.retry();

    follow.failWith(undefined);
    await queue.retry();

    expect(follow.applied).toEqual(['a 1 at first', 'a 4']);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('wait with those that come later, so that an old one never overwrites a newer one', async () => {
    const { follow, queue } = await openQueue();
    follow.failWith(away);
    queue.onObservation(named('a', 1), false);
    await queue.whenIdle();
    follow.failWith(undefined);

    queue.onObservation(named('a', 2), false);
    await queue.whenIdle();
    const early = [...follow.applied];
    await queue.retry();

    expect(early).toEqual([]);
    expect(follow.applied).toEqual(['a 2']);
  });

  it('keep an end between two lives', async () => {
    const { follow, queue } = await openQueue();
    follow.failWith(away);
    queue.onObservation(named('a', 1), false);
    queue.onObservation(named('a', 2), false);
    queue.onGone(named('a', 2).workload, 'u');
    queue.onObservation(named('a', 1), false);
    await queue.whenIdle();

    follow.failWith(undefined);
    await queue.retry();

    expect(follow.applied).toEqual(['a 2', 'a gone', 'a 1']);
  });

  it('are tried with one, and with all once that goes through', async () => {
    const { follow, queue, errors } = await openQueue();
    follow.failWith(away);
    for (const name of ['a', 'b', 'c']) queue.onObservation(named(name, 1), false);
    await queue.whenIdle();
    const before = errors.length;

    await queue.retry();
    const tried = errors.length - before;
    follow.failWith(undefined);
    await queue.retry();

    expect(tried).toBe(1);
    expect(follow.applied.toSorted()).toEqual(['a 1', 'b 1', 'c 1']);
  });

  it('wait for as long as that takes', async () => {
    const { follow, queue } = await openQueue();
    follow.failWith(away);
    queue.onObservation(named('a', 1), false);
    for (let count = 0; count < 20; count += 1) await queue.retry();

    follow.failWith(undefined);
    await queue.retry();

    expect(follow.applied).toEqual(['a 1']);
  });
});

describe('what there is at the start', () => {
  const inventory: Inventory = { cluster: 'eu', uids: new Map(), covers: () => true };

  it('is settled before any look is applied', async () => {
    const { follow, queue } = await openQueue();

    queue.onSynced(inventory);
    queue.onObservation(named('a', 1), true);
    queue.onObservation(named('a', 2), false);
    await queue.whenIdle();

    expect(follow.applied).toEqual(['eu settled', 'a 1 at first', 'a 2']);
  });

  it('is settled once the store is back, and looks wait for it', async () => {
    const { follow, queue } = await openQueue();
    follow.failWith(away);
    queue.onSynced(inventory);
    queue.onObservation(named('a', 1), true);
    await queue.whenIdle();
    await queue.retry();
    queue.onObservation(named('b', 1), false);

    follow.failWith(undefined);
    await queue.retry();

    expect(follow.applied).toEqual(['eu settled', 'a 1 at first', 'b 1']);
  });

  it('is given up when it cannot be settled, and looks go on', async () => {
    const { follow, queue } = await openQueue();
    follow.failWith(new TypeError('a defect'));
    queue.onSynced(inventory);
    queue.onObservation(named('a', 1), true);
    for (let count = 0; count < 3; count += 1) await queue.retry();
    follow.failWith(undefined);
    follow.settle = () => Promise.reject(new TypeError('a defect'));
    for (let count = 0; count < 2; count += 1) await queue.retry();
    await queue.retry();

    expect(follow.applied).toEqual(['a 1 at first']);
  });
});

describe('a look that cannot be applied, whatever the store does', () => {
  it('is given up after a while, and the next one is applied', async () => {
    const { follow, queue, errors } = await openQueue();
    follow.failWith(new TypeError('a defect'));
    queue.onObservation(named('a', 1), false);
    await queue.whenIdle();
    for (let count = 0; count < 4; count += 1) await queue.retry();
    follow.failWith(undefined);

    queue.onObservation(named('a', 2), false);
    await queue.whenIdle();

    expect(follow.applied).toEqual(['a 2']);
    expect(errors.at(-1)).toBe('a look at a workload cannot be applied and is given up');
  });
});

describe('a leader that is told to stop', () => {
  const inventory: Inventory = { cluster: 'eu', uids: new Map(), covers: () => true };

  it('has not applied what it left, although nothing is under way any more', async () => {
    const { queue } = await openQueue();
    queue.onObservation(named('a', 1), false);
    const before = await queue.whenApplied();

    queue.leave();
    queue.onObservation(named('a', 2), false);
    queue.onObservation(named('a', 3), false);
    const afterwards = await queue.whenApplied();
    await queue.whenIdle();

    expect([before, afterwards, await queue.whenApplied()]).toEqual([true, false, false]);
  });

  it('has applied everything when it had nothing to leave', async () => {
    const { queue } = await openQueue();
    queue.onObservation(named('a', 1), false);
    await queue.whenIdle();

    queue.leave();

    expect(await queue.whenApplied()).toBe(true);
  });

  it('applies nothing that comes after a first look which it left: it would be taken for news', async () => {
    const { follow, queue } = await openQueue();
    const asked: string[] = [];
    follow.observe = async ({ workload, revision }, isBaseline) => {
      asked.push(`${workload.name} ${revision.number}`);
      return !isBaseline;
    };

    queue.leave();
    queue.onObservation(named('a', 1), true);
    queue.onObservation(named('a', 2), false);
    queue.onObservation(named('b', 1), false);
    await queue.whenIdle();

    expect(asked).toEqual(['a 1', 'b 1']);
    expect(await queue.whenApplied()).toBe(false);
  });

  it('begins with no look when it could not settle what there was at the start', async () => {
    const { follow, queue } = await openQueue();

    queue.leave();
    queue.onSynced(inventory);
    queue.onObservation(named('a', 1), true);
    await queue.whenIdle();
    await queue.retry();

    expect(follow.applied).toEqual(['eu settled', 'eu settled']);
    expect(await queue.whenApplied()).toBe(false);
  });
});
