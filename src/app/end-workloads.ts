import type { Card } from '../domain/release/card.ts';
import { endCard } from '../domain/release/follow-card.ts';
import { rolloutsOf } from '../domain/release/settle-card.ts';
import { workloadKey, workloadOf } from '../domain/rollout/workload.ts';
import type { Inventory } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

export interface EndWorkloads {
  /** The workload is gone; without a uid whatever had the name is. */
  end(key: string, uid?: string): Promise<void>;
  /** Ends what is still followed or remembered and went while nobody looked. False when the rest of it was left. */
  endMissing(inventory: Inventory, isLeft: () => boolean): Promise<boolean>;
}

/** What becomes of the cards of workloads that are not there any more. */
export function createEndWorkloads(desk: Desk): EndWorkloads {
  const { store, serial, clock } = desk;

  async function end(key: string, uid?: string): Promise<void> {
    const ended = await store.transaction(async (session) => {
      const now = clock.now();
      const cards: Card[] = [];
      for (const before of await session.cardsFollowing(key)) {
        const after = endCard(before, key, uid, now);
        if (await putCard(session, desk, { before, after, now })) cards.push(after);
      }
      const known = await session.workload(key);
      if (uid === undefined || known?.uid === uid) await session.deleteWorkload(key);
      return cards;
    });
    for (const card of ended) desk.onCardChanged(card);
  }

  async function endMissing({ cluster, uids, covers }: Inventory, isLeft: () => boolean): Promise<boolean> {
    const services = await servicesOf(cluster);
    for (const [key, service] of services) {
      if (isLeft()) return false;
      const workload = workloadOf(key);
      // Made again under its name it is there: the first look at it ends what was before.
      if (workload === undefined || uids.has(key) || !covers(workload)) continue;
      await serial.run(service, () => end(key));
    }
    return true;
  }

  /** Every workload of the cluster that anything is known of, with the service that its changes are queued under. */
  async function servicesOf(cluster: string): Promise<ReadonlyMap<string, string>> {
    const remembered = await store.workloadKeys(cluster);
    const services = new Map(remembered.map((key) => [key, workloadOf(key)?.name ?? key]));
    for (const card of await store.followedCards()) {
      for (const { workload } of rolloutsOf(card)) {
        if (workload.cluster === cluster) services.set(workloadKey(workload), card.owner.service);
      }
    }
    return services;
  }

  return { end, endMissing };
}
