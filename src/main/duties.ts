import type { Kubernetes } from '../adapters/kubernetes/index.ts';
import type { Slack } from '../adapters/slack/index.ts';
import type { DeliveryMetrics } from '../app/delivery/counters.ts';
import type { Desk } from '../app/desk.ts';
import { createFencedChat } from '../app/fenced-chat.ts';
import { createFencedStore } from '../app/fenced-store.ts';
import type { Config } from '../config/schema.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Card } from '../domain/release/card.ts';
import type { StoreSize } from '../ports/housekeeping.ts';
import type { Campaign, Replica } from '../ports/replica.ts';
import { beginClock } from './clock-term.ts';
import { beginCluster, type ClusterTerm } from './cluster-term.ts';
import { composeDelivery } from './delivery.ts';
import { beginDelivery } from './delivery-term.ts';
import { type Duty, takeDuty } from './duty.ts';
import { createErrands } from './errands.ts';

export interface Duties {
  /** What a changed card asks for: that it is shown, and its evidence fetched. */
  onCardChanged(card: Card): void;
  /** Whether every cluster that is watched here is seen whole. */
  readiness(): { readonly isReady: boolean; readonly because: string };
  /** Undefined while another replica delivers. */
  deliveryMetrics(): DeliveryMetrics | undefined;
  /** Undefined while another replica tidies the store, and before the first round. */
  storeSize(): StoreSize | undefined;
}

interface DutiesOptions {
  readonly config: Config;
  readonly desk: Desk;
  readonly slack: Slack;
  readonly clusters: ReadonlyMap<string, Kubernetes>;
  readonly redaction: Redaction;
  readonly replica: Replica;
}

/** All that one replica does at a time, each with a lock of its own; ARCHITECTURE.md names them. */
export function takeDuties(options: DutiesOptions): Duties {
  const { config, desk, slack, clusters, replica } = options;
  const { clock, log } = desk;
  const fenced = (campaign: Campaign): Desk => ({
    ...desk,
    store: createFencedStore(desk.store, campaign),
  });

  const delivery = takeDuty(replica, 'delivery', ({ campaign, settleMs }) => {
    const chat = createFencedChat(slack.chat, campaign.isLeading);
    const { store } = fenced(campaign);
    return beginDelivery(
      composeDelivery(config, { store, slack: { ...slack, chat }, clock, log }),
      settleMs,
      log,
    );
  });
  const watched = [...clusters].map(([name, { watcher }]) =>
    takeDuty(replica, `cluster ${name}`, ({ campaign, settleMs }) => {
      const own = fenced(campaign);
      const isOurs = (cluster: string) => cluster === name;
      const errands = createErrands({ desk: own, clusters, isOurs, settleMs });
      return beginCluster({ watcher, desk: own, errands, redaction: options.redaction });
    }),
  );
  const clockwork = takeDuty(replica, 'clock', ({ campaign, settleMs }) => {
    const own = fenced(campaign);
    const isOurs = (cluster: string) => !clusters.has(cluster);
    const errands = createErrands({ desk: own, clusters, isOurs, settleMs });
    return beginClock(own, errands, config.store.retention);
  });

  const errands = () => [...watched, clockwork].flatMap((duty) => duty.current()?.errands ?? []);
  replica.onNudge((nudge) => {
    if (nudge === 'messages') delivery.current()?.nudge();
    else for (const each of errands()) void each.takeUp().catch((error: unknown) => noteErrand(error));
  });
  const noteErrand = (error: unknown) =>
    log.error({ err: error }, 'accepted rollbacks could not be looked for; it is tried again');

  return {
    onCardChanged(card) {
      const here = delivery.current();
      if (here === undefined) replica.nudge('messages');
      else here.nudge();
      for (const each of errands()) each.fetchFor(card);
    },
    readiness: () => firstNotReady(watched),
    deliveryMetrics: () => delivery.current()?.metrics(),
    storeSize: () => clockwork.current()?.storeSize(),
  };
}

function firstNotReady(watched: readonly Duty<ClusterTerm>[]): ReturnType<Duties['readiness']> {
  const states = watched.flatMap((duty) => duty.current()?.readiness() ?? []);
  return states.find(({ isReady }) => !isReady) ?? { isReady: true, because: '' };
}
