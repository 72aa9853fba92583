import { resolveOwner } from '../domain/ownership/resolve-owner.ts';
import type { Card } from '../domain/release/card.ts';
import { type FollowContext, followRollout } from '../domain/release/follow-rollout.ts';
import { addRollout, chooseCard } from '../domain/release/join-card.ts';
import { openRollout } from '../domain/release/open-rollout.ts';
import { mainContainer, type Version, versionLabel } from '../domain/release/version.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { StoreSession, WorkloadRecord } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

export interface Opening {
  readonly seen: WorkloadObservation;
  readonly known: WorkloadRecord | undefined;
  readonly context: FollowContext;
}

/** Opens a rollout on the card of its build or version, else on a card of its own. */
export async function openCard(session: StoreSession, desk: Desk, opening: Opening): Promise<Card> {
  const { seen, context } = opening;
  const { now, service } = context;
  const image = imageOf(opening);
  const commit = commitOf(seen);
  const joined = chooseCard({
    cards: await session.recentCards(service, now - desk.settings.cardFreshMs),
    origin: { images: seen.revision.images, ...(commit === undefined ? {} : { commit }) },
    image,
    workload: workloadKey(seen.workload),
    ...(seen.isPast === true ? { madeAt: seen.revision.createdAt } : {}),
  });
  const version = versionOf(seen, image, commit ?? joined?.card.version.commit);
  const correlation = joined?.correlation;
  const fresh = emptyCard(desk, opening, version);
  const before = joined !== undefined && isSamePlace(joined.card, fresh) ? joined.card : undefined;
  const build = joined?.card.build;
  const base: Card = {
    ...(before ?? fresh),
    version,
    // The workload's labels know the owner better than a pipeline, which has none.
    owner: fresh.owner,
    ...(build === undefined ? {} : { build }),
    ...(correlation === undefined ? {} : { correlation }),
  };
  return put(session, desk, { before, base, opening });
}

/**
 * A build is shown where its service is configured to be; the labels of its workload may say another channel. What was
 * posted stays where it is, and the rollout goes on, with the build, on a card where its owner looks.
 */
function isSamePlace(card: Card, fresh: Card): boolean {
  return card.releases.length > 0 || card.owner.channel === fresh.owner.channel;
}

/** Opens a card for a problem that no release in flight explains, in a version that was live. */
export async function openAlert(session: StoreSession, desk: Desk, opening: Opening): Promise<Card> {
  const { seen, context } = opening;
  const record = context.records.find(({ revisionUid }) => revisionUid === seen.revision.revisionUid);
  const version = versionOf(seen, imageOf(opening), commitOf(seen));
  const alert = record?.verdict === 'good' ? { liveSince: record.at } : {};
  const base: Card = { ...emptyCard(desk, opening, version), alert };
  return put(session, desk, { before: undefined, base, opening });
}

async function put(
  session: StoreSession,
  desk: Desk,
  { before, base, opening }: { before: Card | undefined; base: Card; opening: Opening },
): Promise<Card> {
  const { seen, known, context } = opening;
  const { now, service } = context;
  const staleDeadlineAt = known?.uid === seen.uid ? known.deadlineExceededAt : undefined;
  const opened = openRollout(seen, {
    service,
    now,
    ...(staleDeadlineAt === undefined ? {} : { staleDeadlineAt }),
  });
  const environment = desk.settings.environmentOf(seen.workload.cluster, seen.workload.namespace);
  const after = addRollout(base, environment, followRollout(opened, seen, context));
  await putCard(session, desk, { before, after, now });
  if (after.owner.channel === undefined) {
    desk.log.warn({ service, because: after.owner.because }, 'a card has no channel to be shown in');
  }
  return after;
}

function emptyCard(desk: Desk, { seen, context }: Opening, version: Version): Card {
  return {
    id: desk.ids.next(),
    owner: resolveOwner(desk.settings.catalog, context.service, seen.labels, seen.annotations),
    version,
    openedAt: context.now,
    releases: [],
    notices: [],
  };
}

function imageOf({ seen, context }: Opening): string {
  return mainContainer(context.service, seen.revision.images)?.image ?? '';
}

function commitOf({ annotations, labels }: WorkloadObservation): string | undefined {
  return annotations['shipmate.dev/commit'] ?? labels['shipmate.dev/commit'];
}

function versionOf(seen: WorkloadObservation, image: string, commit: string | undefined): Version {
  const said = seen.labels['app.kubernetes.io/version'];
  const label = image === '' ? (said ?? 'unknown version') : versionLabel(image);
  return { label, image, ...(commit === undefined ? {} : { commit }) };
}
