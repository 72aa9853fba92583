import { countsAgainstRelease } from '../problem/weight.ts';
import type { Phase } from '../rollout/observation.ts';
import type { RolloutStatus, TrackedProblem } from './card.ts';

export interface Standing {
  readonly phase: Phase;
  readonly problems: readonly TrackedProblem[];
  readonly previous: RolloutStatus;
}

/**
 * What a rollout is, by what was last seen of it. The first fatal reason is failing at once; the controller's
 * deadline, repeated restarts or our own clock make it failed; it may still go green.
 */
export function statusOf(
  standing: Standing,
  settings: { readonly failAfterRestarts: number },
): RolloutStatus {
  const { phase, problems, previous } = standing;
  const active = problems.filter(
    ({ problem, recoveredAt }) => recoveredAt === undefined && countsAgainstRelease(problem),
  );
  const wasGivenUp = previous === 'failed' || previous === 'timed-out';

  if (active.length > 0) {
    const isHopeless = active.some(({ problem }) => problem.restarts >= settings.failAfterRestarts);
    return wasGivenUp || phase === 'failed' || isHopeless ? 'failed' : 'failing';
  }
  if (phase === 'complete') return 'complete';
  if (phase === 'partition-complete' && previous !== 'complete') return phase;
  // A pod that comes and goes after success is not a new rollout.
  if (previous === 'complete') return 'complete';
  if (phase === 'failed') return 'failed';
  if (wasGivenUp) return previous;
  return phase === 'paused' || phase === 'waiting-for-deletes' ? phase : 'progressing';
}
