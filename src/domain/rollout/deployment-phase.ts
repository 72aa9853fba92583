import { isObserved } from './identity.ts';
import type { Phase } from './observation.ts';
import type { Condition, DeploymentSnapshot } from './snapshot.ts';

export interface PhaseVerdict {
  readonly phase: Phase;
  /** The controller's words; empty where counts say it all. */
  readonly message: string;
  /** When ProgressDeadlineExceeded was last written, while it stands. */
  readonly deadlineExceededAt?: number;
}

/**
 * Where the Deployment stands by its own status. Counts decide before conditions: right after an undo the reason
 * `NewReplicaSetAvailable` of the revision before is still there.
 */
export function deploymentPhase(deployment: DeploymentSnapshot): PhaseVerdict {
  const progressing = deployment.conditions.find((condition) => condition.type === 'Progressing');
  const deadline = standingDeadline(deployment, progressing);
  const because = deadline === undefined ? {} : { deadlineExceededAt: deadline.lastUpdateAt };

  // The controller does not evaluate the deadline while paused.
  if (deployment.isPaused) return { phase: 'paused', message: wordsOf(progressing, 'DeploymentPaused') };
  // Status says nothing of a generation that the controller has not looked at.
  if (!isObserved(deployment)) return { phase: 'progressing', message: '' };
  if (deadline !== undefined) return { phase: 'failed', message: deadline.message, ...because };
  if (!hasAllCounts(deployment)) {
    return { phase: 'progressing', message: wordsOf(progressing, 'ReplicaSetCreateError') };
  }
  return isConfirmed(deployment, progressing)
    ? { phase: 'complete', message: '' }
    : { phase: 'progressing', message: '' };
}

function standingDeadline(
  deployment: DeploymentSnapshot,
  progressing: Condition | undefined,
): Condition | undefined {
  // Without a deadline the controller removes the condition; what is left of it is older than that.
  if (deployment.progressDeadlineSeconds === undefined) return undefined;
  return progressing?.reason === 'ProgressDeadlineExceeded' ? progressing : undefined;
}

/** kubectl's three checks: enough updated, none of the old left, all of them available. */
function hasAllCounts({ desired, updated, replicas, available }: DeploymentSnapshot): boolean {
  return updated >= desired && replicas <= updated && available >= updated;
}

function isConfirmed(deployment: DeploymentSnapshot, progressing: Condition | undefined): boolean {
  // An undo at zero replicas need not refresh the reason, so it is not waited for.
  if (deployment.desired === 0 || deployment.progressDeadlineSeconds === undefined) return true;
  return progressing?.reason === 'NewReplicaSetAvailable';
}

function wordsOf(condition: Condition | undefined, reason: string): string {
  return condition?.reason === reason ? condition.message : '';
}
