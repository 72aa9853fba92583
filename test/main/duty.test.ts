import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import { takeDuty } from '../../src/main/duty.ts';
import type { Campaign, Candidate, Leadership } from '../../src/ports/replica.ts';

/** An election that the test decides. */
function openElection() {
  let candidate: Candidate | undefined;
  const campaign: Campaign = {
    isLeading: () => true,
    confirm: async () => undefined,
    resign: async () => undefined,
  };
  const leadership: Leadership = {
    lead(_, standing) {
      candidate = standing;
      return campaign;
    },
  };
  const standing = () => candidate ?? expect.fail('nobody stands');
  return {
    leadership,
    elect: () => standing().onAcquired({ isOrderly: true }),
    unseat: () => standing().onLost(),
  };
}

describe('a term that has ended', () => {
  it('leads no more, although the same replica is elected again', async () => {
    const { leadership, elect, unseat } = openElection();
    const terms: Campaign[] = [];
    takeDuty(leadership, 'delivery', ({ campaign }) => {
      terms.push(campaign);
      return { stop: async () => undefined };
    });
    elect();
    await unseat();
    elect();
    const store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
    const [former, present] = terms;

    expect(terms.map((term) => term.isLeading())).toEqual([false, true]);
    await expect(store.transaction(async (session) => former?.confirm(session))).rejects.toMatchObject({
      code: 'not_leading',
    });
    await expect(store.transaction(async (session) => present?.confirm(session))).resolves.toBeUndefined();
    await store.close();
  });

  it('leads until what is under way has ended, and no longer, however that ends', async () => {
    const { leadership, elect, unseat } = openElection();
    let led: boolean | undefined;
    const terms: Campaign[] = [];
    takeDuty(leadership, 'delivery', ({ campaign }) => {
      terms.push(campaign);
      return {
        async stop() {
          led = campaign.isLeading();
          throw new Error('something could not be written');
        },
      };
    });
    elect();

    await expect(unseat()).rejects.toThrow('could not be written');

    expect([led, terms[0]?.isLeading()]).toEqual([true, false]);
  });
});
