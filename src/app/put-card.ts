import { auditRuns } from '../domain/audit/audit-run.ts';
import { auditSuspensions } from '../domain/audit/audit-suspension.ts';
import { type Lock, longerLock } from '../domain/lock/lock.ts';
import { locksOf } from '../domain/lock/locks-of.ts';
import { toTell } from '../domain/quiet/hush.ts';
import type { Card, Rollout } from '../domain/release/card.ts';
import { type FollowSettings, isFollowed, settingsOf } from '../domain/release/follow-rollout.ts';
import { dueAt } from '../domain/release/keep-time.ts';
import { type News, newsOf } from '../domain/release/news.ts';
import { revisionVerdicts } from '../domain/release/revision-verdicts.ts';
import { rolloutsOf } from '../domain/release/settle-card.ts';
import { isOwed, isOwnAccord, type RollbackOffer } from '../domain/rollback/rollback.ts';
import { isOpen, suspensionWatchedUntil } from '../domain/rollback/suspension.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { CardIndex, HistoryEntry, StoreSession } from '../ports.ts';
import type { Desk } from './desk.ts';
import { recordLock } from './locks/record-lock.ts';
import { type Priority, priorities } from './priorities.ts';
import { type CardChange, hushCard } from './quiet/hush-card.ts';
import { markDigests } from './quiet/mark-digests.ts';
import { markSubscribers } from './quiet/mark-subscribers.ts';

/** Stores a changed card with everything that follows from the change. Nothing is written when nothing changed. */
export async function putCard(
  session: StoreSession,
  desk: Pick<Desk, 'settings' | 'ids'>,
  change: CardChange,
): Promise<boolean> {
  const { before, now } = change;
  const { card: after, digests } = await hushCard(session, desk, change);
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) return false;

  await session.saveCard(after, indexOf(after, now, desk.settings));
  for (const record of revisionVerdicts(before, after, now)) await session.saveRevision(record);
  for (const entry of historyOf(before, after, now)) await session.appendHistory(entry);
  const audited = [...auditRuns(before, after, now), ...auditSuspensions(before, after, now)];
  for (const entry of audited) await session.appendAudit(entry);
  for (const lock of locksOf(before, after)) await hold(session, lock, now);
  const news = newsOf(before, after);
  await markMessages(session, { before, after, now, news });
  await markSubscribers(session, desk, { before, after, now, priority: urgency[news] });
  await markDigests(session, digests, now);
  return true;
}

/** Automatic releases wait because of a rollback; a lock that lasts longer stays. */
async function hold(session: StoreSession, lock: Lock, now: number): Promise<void> {
  const before = await session.locks.lock({ ...lock, now });
  const kept = longerLock(before, lock);
  await session.locks.saveLock(kept);
  if (kept !== lock) return;
  const by = isOwnAccord(lock) ? undefined : lock.by;
  await recordLock(session, lock, { action: 'locked', at: now, by, replaces: before });
}

/** Files a card under what it follows as of now, where the card itself says nothing new. */
export async function refileCard(
  session: StoreSession,
  desk: Pick<Desk, 'settings'>,
  card: Card,
  now: number,
): Promise<void> {
  await session.saveCard(card, indexOf(card, now, desk.settings));
}

function indexOf(card: Card, now: number, settings: FollowSettings): CardIndex {
  const rollouts = rolloutsOf(card);
  const due = dueAt(card, settings, now);
  const times = [due, ...(card.mutes ?? []).map(({ until }) => until)].filter((at) => at !== undefined);
  const followed = rollouts.filter(
    (rollout) =>
      isFollowed(rollout, now, settingsOf(card, settings)) ||
      owesRollback(rollout) ||
      isWatched(rollout, now),
  );
  return {
    ...(card.build === undefined ? {} : { buildId: card.build.id }),
    following: [...new Set(followed.map(({ workload }) => workloadKey(workload)))],
    offerIds: rollouts.flatMap(offerIdsOf),
    ...(card.mutes === undefined ? {} : { mutes: card.mutes }),
    held: heldRepliesOf(card),
    ...(times.length === 0 ? {} : { dueAt: Math.min(...times) }),
  };
}

/** Whether something is left to do of its rollback, even though the target is back. */
function owesRollback({ rollback }: Rollout): boolean {
  return rollback !== undefined && isOwed(rollback);
}

/** For what becomes of a workload when Flux resumes. */
function isWatched({ rollback }: Rollout, now: number): boolean {
  return now <= (suspensionWatchedUntil(rollback?.suspension) ?? Number.NEGATIVE_INFINITY);
}

function heldRepliesOf({ owner, notices }: Card): NonNullable<CardIndex['held']> {
  const { channel } = owner;
  if (channel === undefined) return [];
  return notices.flatMap(({ key, held }) =>
    held?.by === 'quiet-hours' ? [{ channel, notice: key, until: held.until }] : [],
  );
}

/** Of what is offered, and of what is still suspended for an offer before it. */
function offerIdsOf({ offer, rollback }: Rollout): readonly string[] {
  return [...offerIdOf(offer), ...(isOpen(rollback?.suspension) ? [rollback.offerId] : [])];
}

function offerIdOf(offer: RollbackOffer | undefined): readonly string[] {
  const former = (id: string | undefined) => (id === undefined ? [] : [id]);
  if (offer?.kind === 'way-back') return [offer.id, ...former(offer.formerId)];
  return offer?.kind === 'managed' ? former(offer.formerId) : [];
}

interface Change {
  readonly before: Card | undefined;
  readonly after: Card;
  readonly now: number;
  readonly news: News;
}

async function markMessages(session: StoreSession, { before, after, now, news }: Change): Promise<void> {
  const channel = after.owner.channel;
  if (channel === undefined || after.alert?.isWithheld === true) return;
  const mark = (slot: string, priority: number) =>
    session.markDirty({ subject: { kind: 'card', id: after.id }, slot, channel, priority, at: now });

  await mark('card', urgency[news]);
  const told = after.notices.filter(({ held }) => held === undefined);
  const isNew = new Set(toTell(after, before));
  for (const notice of told) {
    // Replies have no numbers that merely move, and what they told needs no hurry any more.
    if (isNew.has(notice)) await mark(notice.key, priorities.urgent);
    else if (news !== 'counts') await mark(notice.key, priorities.evidence);
  }
  const known = new Set(filesOf(before));
  for (const slot of filesOf(after)) if (!known.has(slot)) await mark(slot, priorities.evidence);
}

/**
 * The files in its thread, by slot. They do not change once they are there. Where the reply that tells of the trouble is
 * held, they wait with it.
 */
function filesOf(card: Card | undefined): readonly string[] {
  if (card?.alert?.isWithheld === true) return [];
  const told = card?.notices.filter(({ kind, held }) => kind === 'failing' && held === undefined);
  const workloads = new Set(told?.map(({ workload }) => workload));
  return rolloutsOf(card)
    .filter(({ workload }) => workloads.has(workloadKey(workload)))
    .flatMap(({ problems }) => problems.flatMap(({ reading }) => reading?.files ?? []))
    .map(({ slot }) => slot);
}

/** What people wait for overtakes what merely goes on. */
const urgency: Readonly<Record<News, Priority>> = {
  verdict: priorities.urgent,
  trouble: priorities.urgent,
  opened: priorities.newCard,
  evidence: priorities.evidence,
  step: priorities.progress,
  counts: priorities.trickle,
};

function historyOf(before: Card | undefined, after: Card, now: number): readonly HistoryEntry[] {
  const entry = (type: string, detail: HistoryEntry['detail']): HistoryEntry => ({
    at: now,
    type,
    service: after.owner.service,
    cardId: after.id,
    detail,
  });
  const opened = before === undefined ? [entry('card-opened', { version: after.version.label })] : [];
  const moved = after.releases.flatMap((release) =>
    release.rollouts.flatMap((rollout) => {
      const key = workloadKey(rollout.workload);
      const earlier = rolloutsOf(before).find((each) => workloadKey(each.workload) === key);
      if (earlier?.status === rollout.status) return [];
      const { status, revision } = rollout;
      return [
        entry(`rollout-${status}`, {
          workload: key,
          environment: release.environment,
          revision: revision.number,
        }),
      ];
    }),
  );
  const told = after.notices
    .filter((notice) => !before?.notices.some(({ key }) => key === notice.key))
    .map((notice) => entry('notice-opened', { key: notice.key }));
  return [...opened, ...moved, ...told];
}
