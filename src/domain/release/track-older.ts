import type { OlderTroubles } from '../problem/older-troubles.ts';
import { revisionLabel } from '../rollback/candidate.ts';
import type { Phase } from '../rollout/observation.ts';
import type { OlderTrouble, Rollout, TrackedProblem } from './card.ts';
import { type RecoverySettings, recoverProblems, recoversAt, trackProblems } from './track-problems.ts';

interface Look extends RecoverySettings {
  readonly phase: Phase;
  readonly now: number;
  readonly service: string;
}

type Tracked = Pick<Rollout, 'olderTroubles'>;

/**
 * Merges what a look shows of older revisions into what is remembered. It is kept for as long as any problem, because
 * crash loops look well in between; what is over is forgotten, because it is no part of this rollout's story.
 */
export function trackOlder(tracked: Tracked, seen: readonly OlderTroubles[], look: Look): Tracked {
  if (look.phase === 'complete') return {};
  const known = tracked.olderTroubles ?? [];
  const before = new Map(known.map((each) => [each.revisionUid, each]));
  const shown = seen.map(({ revision, problems }): OlderTrouble => {
    const { revisionUid } = revision;
    return {
      revisionUid,
      label: revisionLabel(look.service, revision),
      problems: trackProblems(before.get(revisionUid)?.problems ?? [], problems, look),
    };
  });
  const isShown = new Set(shown.map(({ revisionUid }) => revisionUid));
  const missed = known
    .filter(({ revisionUid }) => !isShown.has(revisionUid))
    .map((each) => ({ ...each, problems: trackProblems(each.problems, [], look) }));
  return withoutRecovered([...shown, ...missed]);
}

/** Applies the clock alone. */
export function recoverOlder(
  { olderTroubles = [] }: Tracked,
  now: number,
  settings: RecoverySettings,
): Tracked {
  return withoutRecovered(
    olderTroubles.map((each) => ({ ...each, problems: recoverProblems(each.problems, now, settings) })),
  );
}

/** When the clock alone ends one of them. */
export function olderRecoversAt(
  { olderTroubles = [] }: Tracked,
  settings: RecoverySettings,
): readonly (number | undefined)[] {
  return olderTroubles.flatMap(({ problems }) => problems.map((each) => recoversAt(each, settings)));
}

function withoutRecovered(troubles: readonly OlderTrouble[]): Tracked {
  const isActive = ({ recoveredAt }: TrackedProblem) => recoveredAt === undefined;
  const olderTroubles = troubles
    .map((each) => ({ ...each, problems: each.problems.filter(isActive) }))
    .filter(({ problems }) => problems.length > 0);
  return olderTroubles.length === 0 ? {} : { olderTroubles };
}
