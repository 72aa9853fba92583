import { buildStatus } from '../build/record-step.ts';
import type { Problem } from '../problem/problem.ts';
import { worstFirst } from '../problem/severity.ts';
import type { Card, Release, Rollout } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import { isHeld, isUnderWay } from '../rollback/rollback.ts';

interface About {
  readonly cardId: string;
  readonly service: string;
  /** Absent for a service that nobody owns. */
  readonly team?: string;
  readonly version: string;
  /** As the pipeline names them. */
  readonly author?: string;
  /** Absent for a build that was not deployed. */
  readonly environment?: string;
}

/** What does not run as it should, and is not left either. */
export interface RedLine extends About {
  readonly kind: 'red';
  readonly since: number;
  /** The worst there is; absent when no pod says anything, and for a build. */
  readonly problem?: Problem;
  /** Whether it is being taken back, and waits for nobody. */
  readonly isSeenTo: boolean;
}

/** Between its first step and its verdict. built: it has no rollout yet; where there is a lock, it may wait for that. */
export interface MovingLine extends About {
  readonly kind: 'moving';
  readonly stage: 'building' | 'built' | 'rolling-out';
  readonly since: number;
}

/** What came to an end. */
export interface EndedLine extends About {
  readonly kind: 'ended';
  readonly how: 'succeeded' | 'rolled-back' | 'failed' | 'timed-out';
  readonly at: number;
}

export type OverviewLine = RedLine | MovingLine | EndedLine;

/** What somebody wants to know who was away since then; the newest first in each. */
export interface Overview {
  readonly red: readonly RedLine[];
  readonly moving: readonly MovingLine[];
  readonly ended: readonly EndedLine[];
}

/** `cards`: those that still follow a workload, and all that were opened since; the newest first, each once. */
export function overviewOf(cards: readonly Card[], since: number): Overview {
  const lines = cards.flatMap((card, index) => [
    ...card.releases.flatMap((release) => releaseLine(card, release, since)),
    ...buildLine(card, cards.slice(0, index)),
  ]);
  return {
    red: lines.filter((line) => line.kind === 'red').toSorted((one, other) => other.since - one.since),
    moving: lines.filter((line) => line.kind === 'moving').toSorted((one, other) => other.since - one.since),
    ended: lines.filter((line) => line.kind === 'ended').toSorted((one, other) => other.at - one.at),
  };
}

/** The lines of some, and those of all the others. */
export function splitOverview(
  overview: Overview,
  isOwn: (line: OverviewLine) => boolean,
): { readonly own: Overview; readonly others: Overview } {
  const those = (isIn: (line: OverviewLine) => boolean): Overview => ({
    red: overview.red.filter(isIn),
    moving: overview.moving.filter(isIn),
    ended: overview.ended.filter(isIn),
  });
  return { own: those(isOwn), others: those((line) => !isOwn(line)) };
}

function releaseLine(card: Card, release: Release, since: number): readonly OverviewLine[] {
  const about = { ...aboutOf(card), environment: release.environment };
  const bad = release.rollouts.filter((rollout) => isInTrouble(rollout) && rollout.isLeft !== true);
  if (bad.length > 0) {
    const problem = worstOf(bad);
    return [
      {
        kind: 'red',
        ...about,
        since: troubleSince(bad, release),
        isSeenTo: bad.every(isTakenBack),
        ...(problem === undefined ? {} : { problem }),
      },
    ];
  }
  const { verdict } = release;
  if (verdict === undefined)
    return [{ kind: 'moving', ...about, stage: 'rolling-out', since: release.startedAt }];
  // What recovered by itself was no release, and of what was superseded the next one tells.
  if (card.alert !== undefined || verdict.kind === 'superseded' || verdict.at < since) return [];
  return [{ kind: 'ended', ...about, how: verdict.kind, at: verdict.at }];
}

/** A build whose image was not deployed yet, or never will be. `newer`: cards that were opened after it. */
function buildLine(card: Card, newer: readonly Card[]): readonly OverviewLine[] {
  const { build } = card;
  if (build === undefined || card.releases.length > 0) return [];
  const status = buildStatus(build);
  const about = { ...aboutOf(card), since: build.startedAt };
  if (status === 'running') return [{ kind: 'moving', ...about, stage: 'building' }];
  if (newer.some(({ owner }) => owner.service === card.owner.service)) return [];
  if (status === 'failed') return [{ kind: 'red', ...about, isSeenTo: false }];
  // What pushed no image was never meant to be deployed.
  return build.image === undefined ? [] : [{ kind: 'moving', ...about, stage: 'built' }];
}

function isTakenBack({ rollback }: Rollout): boolean {
  return rollback !== undefined && isUnderWay(rollback) && !isHeld(rollback);
}

function aboutOf({ id, owner, version, build }: Card): About {
  return {
    cardId: id,
    service: owner.service,
    version: version.label,
    ...(owner.team === undefined ? {} : { team: owner.team }),
    ...(build?.author === undefined ? {} : { author: build.author }),
  };
}

function activeIn(rollouts: readonly Rollout[]) {
  return rollouts.flatMap(({ problems }) => problems).filter(({ recoveredAt }) => recoveredAt === undefined);
}

function worstOf(rollouts: readonly Rollout[]): Problem | undefined {
  return activeIn(rollouts)
    .map(({ problem }) => problem)
    .toSorted(worstFirst)[0];
}

function troubleSince(rollouts: readonly Rollout[], release: Release): number {
  const times = activeIn(rollouts).map(({ firstSeenAt }) => firstSeenAt);
  return times.length === 0 ? release.startedAt : Math.min(...times);
}
