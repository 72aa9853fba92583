import type { Problem } from '../../../src/domain/problem/problem.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { followCard } from '../../../src/domain/release/follow-card.ts';
import { type FollowContext, followRollout } from '../../../src/domain/release/follow-rollout.ts';
import { addRollout } from '../../../src/domain/release/join-card.ts';
import { openRollout } from '../../../src/domain/release/open-rollout.ts';
import { chooseWayInCluster } from '../../../src/domain/rollback/choose-way.ts';
import type { RevisionRecord } from '../../../src/domain/rollback/revision-record.ts';
import type { PodCounts, Revision, WorkloadObservation } from '../../../src/domain/rollout/observation.ts';

export const settings = {
  deadlineMs: 900_000,
  watchAfterSuccessMs: 900_000,
  failAfterRestarts: 5,
  recoverAfterMs: 30_000,
  approvalMs: 1_800_000,
  waitMs: 86_400_000,
};

export function revision(number: number, overrides: Partial<Revision> = {}): Revision {
  return {
    number,
    revisionName: `payments-api-${number}`,
    revisionUid: `rs-${number}`,
    podHash: `hash-${number}`,
    images: [{ name: 'payments-api', image: `registry.example/payments-api:v${number}` }],
    restartedAt: '',
    createdAt: number * 1000,
    ...overrides,
  };
}

export function counts(updatedAvailable: number, desired = 3): PodCounts {
  const old = desired - updatedAvailable;
  return { desired, updated: updatedAvailable, updatedAvailable, old, oldAvailable: old };
}

export function look(number: number, overrides: Partial<WorkloadObservation> = {}): WorkloadObservation {
  return {
    workload: { cluster: 'eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
    uid: 'deployment-1',
    labels: {},
    annotations: {},
    manager: { kind: 'none' },
    revision: revision(number),
    older: number > 1 ? [revision(number - 1)] : [],
    phase: 'progressing',
    message: '',
    counts: counts(0),
    problems: [],
    suspects: [],
    olderTroubles: [],
    ...overrides,
  };
}

export function crash(overrides: Partial<Problem> = {}): Problem {
  return {
    reason: 'CrashLoopBackOff',
    container: 'payments-api',
    pods: 1,
    restarts: 1,
    pod: 'payments-api-43-x',
    message: 'back-off 10s restarting failed container',
    image: 'registry.example/payments-api:v43',
    exitCode: 1,
    ...overrides,
  };
}

export function context(now: number, records: readonly RevisionRecord[] = []): FollowContext {
  return { now, service: 'payments-api', settings, records, newId: 'offer-1', chooseWay: chooseWayInCluster };
}

/** A card that meets its first rollout at `now`. */
export function openCard(seen: WorkloadObservation, now = 0, records: readonly RevisionRecord[] = []): Card {
  const empty: Card = {
    id: 'card-1',
    owner: {
      service: 'payments-api',
      team: 'payments',
      channel: '#team-payments',
      because: 'label shipmate.dev/team',
    },
    version: { label: `v${seen.revision.number}`, image: seen.revision.images[0]?.image ?? '' },
    openedAt: now,
    releases: [],
    notices: [],
  };
  const opened = openRollout(seen, { service: 'payments-api', now });
  return addRollout(empty, 'prod', followRollout(opened, seen, context(now, records)));
}

/** Plays looks at the workload one second apart. */
export function play(card: Card, ...looks: readonly WorkloadObservation[]): Card {
  return looks.reduce((each, seen, index) => followCard(each, seen, context((index + 1) * 1000)), card);
}

/** The only rollout of a card's only release. */
export function onlyRollout(card: Card) {
  const rollout = card.releases[0]?.rollouts[0];
  if (rollout === undefined) throw new Error('the card has no rollout');
  return rollout;
}
