import type { Card, Release } from '../../domain/release/card.ts';
import { settleCard } from '../../domain/release/settle-card.ts';
import {
  type AutomaticRule,
  automaticRule,
  hasJustFailed,
  planAutomatic,
} from '../../domain/rollback/automatic.ts';
import { isOwnAccord, type RollbackRun } from '../../domain/rollback/rollback.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';

export interface AnnounceRollback {
  /** Announces the rollbacks that rules ask for on a card that has changed, once each. Never rejects. */
  consider(card: Card): Promise<void>;
  /** Announces what a process that died, or a store that was away, has left unsaid. */
  takeUp(): Promise<void>;
}

interface Announced {
  readonly environment: string;
  /** `workloadKey`. */
  readonly workload: string;
  readonly run: RollbackRun;
}

const dayMs = 24 * 60 * 60_000;
/** More than a service ever has in a day. */
const mostEntries = 500;
const announced = 'rollback-announced';

/** Automatic rollback, off by default: it says what it will do, and waits to be stopped. */
export function createAnnounceRollback(desk: Desk, rules: readonly AutomaticRule[]): AnnounceRollback {
  const { store, serial, clock, log, settings } = desk;

  async function consider(card: Card): Promise<void> {
    if (!isConcerned(card)) return;
    try {
      const changed = await serial.run(card.owner.service, () =>
        store.transaction((session) => announce(session, card.id)),
      );
      if (changed !== undefined) desk.onCardChanged(changed);
    } catch (error) {
      log.error({ err: error, cardId: card.id }, 'an automatic rollback could not be announced');
    }
  }

  async function takeUp(): Promise<void> {
    if (rules.length === 0) return;
    for (const card of await store.followedCards()) await consider(card);
  }

  /** Cheap: nearly every change of every card ends here. */
  function isConcerned({ owner, releases }: Card): boolean {
    const now = clock.now();
    return releases.some(
      ({ environment, rollouts }) =>
        rollouts.some(
          (each) => each.rollback === undefined && hasJustFailed(each, now, settings.deadlineMs),
        ) && automaticRule(rules, owner.service, environment) !== undefined,
    );
  }

  async function announce(session: StoreSession, cardId: string): Promise<Card | undefined> {
    const before = await session.card(cardId);
    if (before === undefined) return undefined;
    const now = clock.now();
    const releases = [];
    for (const release of before.releases) releases.push(await plan(session, before, release, now));
    const after = settleCard({ ...before, releases }, before, now);
    if (!(await putCard(session, desk, { before, after, now }))) return undefined;
    for (const each of announcedIn(after, now)) await record(session, after, each);
    return after;
  }

  async function plan(session: StoreSession, card: Card, release: Release, now: number): Promise<Release> {
    const { environment } = release;
    const { needsSecondPerson } = settings.protectionOf(environment);
    let today = await announcedToday(session, card.owner.service, environment, now);
    const rollouts = release.rollouts.map((rollout) => {
      const withinMs = settings.deadlineMs;
      const context = { rules, now, announcedToday: today, needsSecondPerson, withinMs };
      const run = planAutomatic(card, environment, rollout, context);
      if (run === undefined) return rollout;
      today += 1;
      return { ...rollout, rollback: run };
    });
    return { ...release, rollouts };
  }

  async function announcedToday(session: StoreSession, service: string, environment: string, now: number) {
    const entries = await session.history(service, mostEntries);
    return entries.filter(
      ({ type, at, detail }) =>
        type === announced && at > now - dayMs && detail['environment'] === environment,
    ).length;
  }

  async function record(session: StoreSession, card: Card, { run, ...place }: Announced): Promise<void> {
    const { service } = card.owner;
    const detail = { ...place, way: run.way.kind, before: card.version.label, after: run.targetLabel };
    await session.appendHistory({ at: run.requestedAt, type: announced, service, cardId: card.id, detail });
    await session.appendAudit({
      at: run.requestedAt,
      actor: { kind: 'shipmate' },
      source: 'cluster',
      action: announced,
      outcome: 'done',
      service,
      ...detail,
    });
  }

  return { consider, takeUp };
}

/** What was announced at this moment. */
function announcedIn(card: Card, now: number): readonly Announced[] {
  return card.releases.flatMap(({ environment, rollouts }) =>
    rollouts.flatMap(({ rollback: run, workload }) =>
      run !== undefined && isOwnAccord(run) && run.requestedAt === now
        ? [{ environment, workload: workloadKey(workload), run }]
        : [],
    ),
  );
}
