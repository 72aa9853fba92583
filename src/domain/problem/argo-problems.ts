import type { Phase } from '../rollout/observation.ts';
import { createFailure } from '../rollout/pending-revision.ts';
import type { ArgoRolloutSnapshot } from '../rollout/workload-snapshot.ts';
import { setNotCreated } from './failed-create.ts';
import type { Problem } from './problem.ts';

/** What Argo Rollouts says of the rollout itself, whatever its pods do. */
export function argoProblems(rollout: ArgoRolloutSnapshot, phase: Phase): Problem[] {
  if (phase !== 'failed') return [];
  if (rollout.isAborted) return [problemOf('RolloutAborted', wordsOf(rollout, 'RolloutAborted'))];
  return isInvalid(rollout) ? [problemOf('InvalidSpec', wordsOf(rollout, 'InvalidSpec'))] : [];
}

/** Why it does not come to a new revision at all. */
export function argoRefusal(
  rollout: ArgoRolloutSnapshot,
): { readonly since: number; readonly problem: Problem } | undefined {
  if (isInvalid(rollout)) {
    const since = rollout.conditions.find(({ type }) => type === 'InvalidSpec')?.lastUpdateAt ?? 0;
    return { since, problem: problemOf('InvalidSpec', wordsOf(rollout, 'InvalidSpec')) };
  }
  const failure = createFailure(rollout);
  const [problem] = failure === undefined ? [] : setNotCreated(failure, rollout.desired);
  return failure === undefined || problem === undefined
    ? undefined
    : { since: failure.lastUpdateAt, problem };
}

function problemOf(reason: 'InvalidSpec' | 'RolloutAborted', message: string): Problem {
  return { reason, container: '', pods: 0, restarts: 0, pod: '', message, image: '' };
}

function isInvalid({ conditions, message }: ArgoRolloutSnapshot): boolean {
  return (
    message.startsWith('InvalidSpec') ||
    conditions.some(({ type, status }) => type === 'InvalidSpec' && status === 'True')
  );
}

/** `status.message` begins with the reason; what follows is the cause. Older versions write the condition only. */
function wordsOf({ message, conditions }: ArgoRolloutSnapshot, reason: 'InvalidSpec' | 'RolloutAborted') {
  const words = message.startsWith(`${reason}: `) ? message.slice(reason.length + 2) : '';
  return words || (conditions.find((condition) => condition.reason === reason)?.message ?? '');
}
