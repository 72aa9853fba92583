import type { Kubernetes } from '../adapters/kubernetes/index.ts';
import type { ClusterWatcher } from '../adapters/kubernetes/watcher.ts';
import type { Slack } from '../adapters/slack/index.ts';
import type { Authorise } from '../app/authorise.ts';
import type { DeliveryMetrics } from '../app/delivery/counters.ts';
import type { Desk } from '../app/desk.ts';
import { createFencedChat } from '../app/fenced-chat.ts';
import { createFencedStore } from '../app/fenced-store.ts';
import { createLinkDigests } from '../app/quiet/link-digests.ts';
import { createAnnounceRollback } from '../app/rollback/announce-rollback.ts';
import { resumptionsOf } from '../app/rollback/resume-flux.ts';
import { approvedRuns } from '../app/rollback/roll-back.ts';
import type { Config } from '../config/schema.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Card } from '../domain/release/card.ts';
import type { StoreSize } from '../ports/housekeeping.ts';
import type { Campaign, Replica } from '../ports/replica.ts';
import { composeChores } from './chores.ts';
import { beginClock } from './clock-term.ts';
import { beginCluster, type ClusterTerm } from './cluster-term.ts';
import { composeDelivery } from './delivery.ts';
import { beginDelivery } from './delivery-term.ts';
import { type Duty, takeDuty } from './duty.ts';
import { createErrands } from './errands.ts';
import type { WaysElsewhere } from './ways-elsewhere.ts';

export interface Duties {
  /** What a changed card asks for: that it is shown, its evidence fetched, its rollback carried out or announced. */
  onCardChanged(card: Card): void;
  /** Something waits to be delivered. */
  onMarked(): void;
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
  readonly authorise: Authorise;
  readonly clusters: ReadonlyMap<string, Kubernetes>;
  readonly redaction: Redaction;
  readonly replica: Replica;
  readonly waysElsewhere: WaysElsewhere;
}

/** All that one replica does at a time, each with a lock of its own; ARCHITECTURE.md names them. */
export function takeDuties(options: DutiesOptions): Duties {
  const { config, desk, clusters, replica } = options;
  const delivery = takeDelivery(options);
  const followed = new Map(
    [...clusters].map(([name, { watcher }]) => [name, takeCluster(name, watcher, options)]),
  );
  const watched = [...followed.values()];
  const clockwork = takeClock(options, (cluster) => followed.get(cluster)?.current()?.seenUntil());
  const announceRollback = createAnnounceRollback(desk, config.rollback.automatic);

  const errands = () => [...watched, clockwork].flatMap((duty) => duty.current()?.errands ?? []);
  const onMarked = () => {
    const here = delivery.current();
    if (here === undefined) replica.nudge('messages');
    else here.nudge();
  };
  replica.onNudge((nudge) => {
    if (nudge === 'messages') delivery.current()?.nudge();
    else for (const each of errands()) void each.takeUp().catch(noteFailure);
  });
  const noteFailure = (error: unknown) =>
    desk.log.error({ err: error }, 'accepted rollbacks could not be looked for; it is tried again');

  return {
    onMarked,
    onCardChanged(card) {
      onMarked();
      for (const each of errands()) each.consider(card);
      // Whoever leads their clusters may be another replica.
      const everywhere = () => true;
      const isUrgent = [approvedRuns, resumptionsOf].some((find) => find(card, everywhere).length > 0);
      if (isUrgent) replica.nudge('rollbacks');
      void announceRollback.consider(card);
    },
    readiness: () => firstNotReady(watched),
    deliveryMetrics: () => delivery.current()?.metrics(),
    storeSize: () => clockwork.current()?.storeSize(),
  };
}

/** The desk of a leader, which writes for as long as it leads. */
function fenced(desk: Desk, campaign: Campaign): Desk {
  return { ...desk, store: createFencedStore(desk.store, campaign) };
}

function takeDelivery({ config, desk, slack, replica }: DutiesOptions) {
  const { clock, log } = desk;
  return takeDuty(replica, 'delivery', ({ campaign, settleMs }) => {
    const chat = createFencedChat(slack.chat, campaign.isLeading);
    const { store } = fenced(desk, campaign);
    const delivery = composeDelivery(config, { store, slack: { ...slack, chat }, clock, log });
    const linkDigests = createLinkDigests({ store, clock, workspaceUrl: slack.workspaceUrl });
    return beginDelivery({ delivery, linkDigests, settleMs, log });
  });
}

function takeCluster(
  name: string,
  watcher: ClusterWatcher,
  { config, desk, slack, clusters, redaction, replica, waysElsewhere }: DutiesOptions,
) {
  const { fileBytes } = config.containerLogs;
  return takeDuty(replica, `cluster ${name}`, ({ campaign, settleMs }) => {
    const own = fenced(desk, campaign);
    const isOurs = (cluster: string) => cluster === name;
    const errands = createErrands({
      desk: own,
      clusters,
      waysElsewhere,
      redaction,
      workspaceUrl: slack.workspaceUrl,
      isLeading: campaign.isLeading,
      isOurs,
      settleMs,
      fileBytes,
    });
    return beginCluster({ name, watcher, desk: own, errands, redaction });
  });
}

function takeClock(
  { config, desk, slack, authorise, clusters, redaction, replica, waysElsewhere }: DutiesOptions,
  seenHere: (cluster: string) => number | undefined,
) {
  const { fileBytes } = config.containerLogs;
  return takeDuty(replica, 'clock', ({ campaign, settleMs }) => {
    const own = fenced(desk, campaign);
    const isConfigured = (cluster: string) => clusters.has(cluster);
    const isOurs = (cluster: string) => !isConfigured(cluster);
    return beginClock({
      desk: own,
      errands: createErrands({
        desk: own,
        clusters,
        waysElsewhere,
        redaction,
        workspaceUrl: slack.workspaceUrl,
        isLeading: campaign.isLeading,
        isOurs,
        settleMs,
        fileBytes,
      }),
      chores: composeChores(config, { desk: own, slack, authorise, seenHere, isConfigured }),
      retention: config.store.retention,
    });
  });
}

function firstNotReady(watched: readonly Duty<ClusterTerm>[]): ReturnType<Duties['readiness']> {
  const states = watched.flatMap((duty) => duty.current()?.readiness() ?? []);
  return states.find(({ isReady }) => !isReady) ?? { isReady: true, because: '' };
}
