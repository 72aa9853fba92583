import type { PhaseVerdict } from './deployment-phase.ts';
import { isObserved } from './identity.ts';
import type { Phase } from './observation.ts';
import type { ArgoRolloutSnapshot } from './workload-snapshot.ts';

const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['Healthy', 'complete'],
  ['Degraded', 'failed'],
  ['Paused', 'paused'],
  ['Progressing', 'progressing'],
]);

const degraded: ReadonlySet<string> = new Set(['RolloutAborted', 'ProgressDeadlineExceeded', 'InvalidSpec']);

/** Where an Argo Rollout stands. Since 1.0 its controller says so itself; what is older is read from the counts. */
export function argoRolloutPhase(rollout: ArgoRolloutSnapshot): PhaseVerdict {
  const { message } = rollout;
  // An abort changes the status alone, so it says nothing of generations.
  if (rollout.isAborted) return { phase: 'failed', message };
  if (rollout.isPaused) return { phase: 'paused', message };
  if (!isArgoObserved(rollout)) return { phase: 'progressing', message: '' };
  // The pause has been taken off, and the phase does not say so yet.
  if (rollout.isHeld && rollout.pauseReasons.length === 0) return { phase: 'progressing', message: '' };

  const phase = phases.get(rollout.phase) ?? phaseByCounts(rollout);
  if (phase !== 'failed') return { phase, message: phase === 'complete' ? '' : message };
  const deadline = rollout.conditions.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  return {
    phase,
    message: message === '' ? (degradation(rollout)?.message ?? '') : message,
    ...(deadline === undefined ? {} : { deadlineExceededAt: deadline.lastUpdateAt }),
  };
}

/** Whether the status speaks of the present specification, and of the present template where that is elsewhere. */
export function isArgoObserved(rollout: ArgoRolloutSnapshot): boolean {
  const { workloadGeneration, observedWorkloadGeneration } = rollout;
  return (
    isObserved(rollout) && (workloadGeneration === '' || workloadGeneration === observedWorkloadGeneration)
  );
}

/** argo-rollouts `utils/rollout/rolloututil.go`, for what has no `status.phase`. */
function phaseByCounts(rollout: ArgoRolloutSnapshot): Phase {
  const { desired, replicas, updated, available, currentPodHash, stableHash, strategy } = rollout;
  if (degradation(rollout) !== undefined) return 'failed';
  if (rollout.pauseReasons.length > 0) return 'paused';
  if (currentPodHash === '' || updated < desired || available < updated) return 'progressing';
  if (strategy === 'blue-green' && rollout.activeHash !== currentPodHash) return 'progressing';
  if (strategy === 'canary' && replicas > updated) return 'progressing';
  return stableHash === currentPodHash || stableHash === '' ? 'complete' : 'progressing';
}

function degradation({ conditions }: ArgoRolloutSnapshot) {
  return conditions.find(({ type, status, reason }) =>
    type === 'InvalidSpec' ? status === 'True' : type === 'Progressing' && degraded.has(reason),
  );
}
