import { countsAgainstRelease } from '../domain/problem/weight.ts';
import type { Card } from '../domain/release/card.ts';
import { followCard } from '../domain/release/follow-card.ts';
import type { FollowContext } from '../domain/release/follow-rollout.ts';
import { revisionLabel } from '../domain/rollback/candidate.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { type WorkloadReference, workloadKey } from '../domain/rollout/workload.ts';
import type { Inventory, StoreSession, WorkloadRecord, WorkloadState } from '../ports.ts';
import { createBuildsFirst } from './builds-first.ts';
import { createCommits } from './commits.ts';
import type { Desk } from './desk.ts';
import { createEndWorkloads } from './end-workloads.ts';
import { askedBy, isNewRevision, isNews, isRemembered, saysNothingNew, toRecord } from './judge-look.ts';
import { createLeaving, type Leaving } from './leaving.ts';
import { createLookQueue, type Look, toLook } from './look-queue.ts';
import { clockSkewMs, missedLooks } from './missed-looks.ts';
import { openAlert, openCard } from './open-card.ts';
import { putCard } from './put-card.ts';
import { createSuspicions } from './suspicions.ts';

export interface FollowWorkload {
  /** What a cluster has when it is seen whole for the first time; looks that come after it wait for it. False when left. */
  settle(inventory: Inventory): Promise<boolean>;
  /** Once no look waits for that. */
  whenSettled(): Promise<void>;
  /** False when the look was left to the next leader. */
  observe(seen: WorkloadObservation, isBaseline: boolean): Promise<boolean>;
  /** False when it was left to the next leader. */
  end(workload: WorkloadReference, uid: string): Promise<boolean>;
  /** Applies the clock: what has lasted for too long is a problem, although no look says anything new. */
  tick(): Promise<void>;
  /**
   * Another replica will look at everything: what people must hear of is applied for a moment yet, what else has not begun
   * is left to it.
   */
  leave(): void;
}

/** Turns looks at workloads into cards: a new revision opens a rollout, a known one moves it. */
export function createFollowWorkload(desk: Desk, leaving: Leaving = createLeaving()): FollowWorkload {
  const { store, serial, clock } = desk;
  /** Under which service the looks at a workload are queued. */
  const services = new Map<string, string>();
  const commits = createCommits(store, clock);
  const looks = createLookQueue<boolean>(serial);
  const suspicions = createSuspicions(clock, desk.settings.patience);
  const endings = createEndWorkloads(desk);
  const buildsFirst = createBuildsFirst(store, desk.settings.patience, leaving.signal);
  let settled: Promise<unknown> = Promise.resolve();

  function settle(inventory: Inventory): Promise<boolean> {
    const settling = settled.then(() => endings.endMissing(inventory, () => leaving.leaves(false)));
    // Whatever comes of it, looks go on.
    settled = settling.catch(() => undefined);
    return settling;
  }

  async function observe(seen: WorkloadObservation, isBaseline: boolean): Promise<boolean> {
    suspicions.note(seen, isBaseline);
    await settled;
    return await follow(seen, isBaseline);
  }

  async function tick(): Promise<void> {
    // Beside each other: one may wait for what was reported of its build.
    const ended = await Promise.allSettled(suspicions.due().map(applyDue));
    const failures = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    if (failures.length > 0) throw new AggregateError(failures, 'Looks that were due could not be applied.');
  }

  async function applyDue(key: string): Promise<void> {
    // Newer looks may have come while the ones before were applied.
    const seen = suspicions.newest(key);
    if (seen === undefined) return;
    const isWanted = () => suspicions.newest(key) === seen;
    if (await follow(seen, suspicions.isBaseline(key), isWanted)) suspicions.settle(key);
  }

  /** False when the look was left, or no longer to be applied once its builds were known. */
  async function follow(
    look: WorkloadObservation,
    isBaseline: boolean,
    isStillWanted: () => boolean = () => true,
  ): Promise<boolean> {
    const judged = toLook(suspicions.judge(look), isBaseline);
    services.set(workloadKey(look.workload), judged.service);
    const builds = buildsFirst.before(look, judged.service);
    // Nothing may come in between where nothing is waited for: what is queued later would overtake.
    if (builds !== undefined && !(await builds)) return false;
    // What is newer waited for the same, and may have gone before.
    if (builds !== undefined && !isStillWanted()) return false;
    return await looks.run(judged, hear);
  }

  async function hear(look: Look): Promise<boolean> {
    if (leaving.leaves(true)) return false;
    const { seen, service } = look;
    // Reading keeps nobody from writing, and nearly all looks, at a start above all, say what is known.
    const state = await store.workloadState(workloadKey(seen.workload));
    if (saysNothingNew(seen, state, contextOf(seen, service, state))) return true;
    const urgency = seen.problems.some(countsAgainstRelease) ? 'urgent' : 'usual';
    const isTold = isNews(seen, state);
    const changed = await commits.run(
      async (session) => (leaving.leaves(isTold) ? undefined : await apply(session, look)),
      urgency,
    );
    for (const card of changed ?? []) desk.onCardChanged(card);
    return changed !== undefined;
  }

  function contextOf(
    { workload: { cluster, namespace } }: WorkloadObservation,
    service: string,
    { revisions }: WorkloadState,
  ): FollowContext {
    const { environmentOf, chooseWayFor } = desk.settings;
    return {
      now: clock.now(),
      service,
      settings: desk.settings,
      records: revisions,
      newId: desk.ids.next(),
      chooseWay: chooseWayFor({ service, environment: environmentOf(cluster, namespace) }),
    };
  }

  async function apply(session: StoreSession, look: Look): Promise<readonly Card[]> {
    // What was read before the transaction may be outdated.
    let state = await session.workloadState(workloadKey(look.seen.workload));
    const changed = new Map<string, Card>();
    const gap = { look, known: state.workload, now: clock.now(), log: desk.log };
    for (const past of await missedLooks(session, gap)) {
      for (const card of await applyOne(session, past, state)) changed.set(card.id, card);
      state = await session.workloadState(workloadKey(look.seen.workload));
    }
    for (const card of await applyOne(session, look, state)) changed.set(card.id, card);
    return [...changed.values()];
  }

  async function applyOne(session: StoreSession, look: Look, state: WorkloadState): Promise<readonly Card[]> {
    const { seen, service } = look;
    const key = workloadKey(seen.workload);
    const { workload: known, cards } = state;
    const context = contextOf(seen, service, state);

    const changed = await followCards(session, cards, seen, context);
    const isNews = known === undefined ? await isNewWorkload(session, look) : isNewRevision(seen, known);
    const asked = askedBy(seen, state, context, isNews);
    if (asked !== 'nothing') {
      // What was just left may have got its verdict by it.
      const records = changed.length === 0 ? state.revisions : await session.revisions(key);
      const open = asked === 'release' ? openCard : openAlert;
      changed.push(await open(session, desk, { seen, known, context: { ...context, records } }));
    }
    await remember(session, look, { known, isNews, context });
    return changed;
  }

  async function followCards(
    session: StoreSession,
    cards: readonly Card[],
    seen: WorkloadObservation,
    context: FollowContext,
  ): Promise<Card[]> {
    const changed: Card[] = [];
    for (const before of cards) {
      const after = followCard(before, seen, context);
      if (await putCard(session, desk, { before, after, now: context.now })) changed.push(after);
    }
    return changed;
  }

  async function end(workload: WorkloadReference, uid: string): Promise<boolean> {
    const key = workloadKey(workload);
    suspicions.forget(key, uid);
    await settled;
    // Looks that came before the end must be applied before it.
    const isEnded = await serial.run(services.get(key) ?? workload.name, async () => {
      if (leaving.leaves(true)) return false;
      await endings.end(key, uid);
      return true;
    });
    services.delete(key);
    buildsFirst.forget(key);
    return isEnded;
  }

  async function whenSettled(): Promise<void> {
    await settled;
  }

  return { settle, whenSettled, observe, end, tick, leave: leaving.begin };
}

/**
 * A workload met for the first time at the start is taken as it is: announcing the whole cluster helps nobody. But what
 * was rolled out after the cluster was last looked at is a release that nobody saw.
 */
async function isNewWorkload(session: StoreSession, { seen, isBaseline }: Look): Promise<boolean> {
  if (!isBaseline) return true;
  const seenUntil = (await session.sightings()).get(seen.workload.cluster);
  return seenUntil !== undefined && seen.revision.createdAt > seenUntil - clockSkewMs;
}

interface Applied {
  readonly known: WorkloadRecord | undefined;
  readonly isNews: boolean;
  readonly context: FollowContext;
}

async function remember(
  session: StoreSession,
  { seen }: Look,
  { known, isNews, context }: Applied,
): Promise<void> {
  if (known === undefined && !isNews) await recordBaseline(session, seen, context);
  if (known === undefined || !isRemembered(seen, known)) await session.saveWorkload(toRecord(seen));
}

/** What runs healthily when Shipmate first sees it is a version that can be returned to. */
async function recordBaseline(
  session: StoreSession,
  seen: WorkloadObservation,
  context: FollowContext,
): Promise<void> {
  if (seen.phase !== 'complete' || seen.problems.some(countsAgainstRelease)) return;
  await session.saveRevision({
    workload: workloadKey(seen.workload),
    revisionUid: seen.revision.revisionUid,
    label: revisionLabel(context.service, seen.revision),
    verdict: 'good',
    at: context.now,
  });
}
