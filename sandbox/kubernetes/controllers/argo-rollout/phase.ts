import type { RolloutPhase, RolloutSpec, RolloutStatus } from '../../argo-model.ts';

export interface Verdict {
  phase: RolloutPhase;
  message: string;
}

const progressing = (message: string): Verdict => ({ phase: 'Progressing', message });

export function isFullyPromoted({ stableRS = '', currentPodHash = '' }: RolloutStatus): boolean {
  return stableRS !== '' && stableRS === currentPodHash;
}

/** What the controller sums a Rollout up as since 1.0 (utils/rollout/rolloututil.go, CalculateRolloutPhase). */
export function phaseOf(spec: RolloutSpec, status: RolloutStatus): Verdict {
  const degraded = degradation(status);
  if (degraded !== undefined) return degraded;
  if (spec.paused === true) return { phase: 'Paused', message: 'manually paused' };
  const [pause] = status.pauseConditions ?? [];
  if (pause !== undefined) return { phase: 'Paused', message: pause.reason };

  const { updatedReplicas = 0, availableReplicas = 0 } = status;
  if (updatedReplicas < (spec.replicas ?? 1)) return progressing('more replicas need to be updated');
  if (availableReplicas < updatedReplicas)
    return progressing('updated replicas are still becoming available');
  const waiting = spec.strategy?.blueGreen === undefined ? canaryWaits(status) : blueGreenWaits(spec, status);
  return waiting === undefined ? { phase: 'Healthy', message: '' } : progressing(waiting);
}

function degradation({ conditions = [] }: RolloutStatus): Verdict | undefined {
  for (const { type, reason = '', message = '' } of conditions) {
    if (type === 'InvalidSpec') return { phase: 'Degraded', message: `InvalidSpec: ${message}` };
    if (reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded')
      return { phase: 'Degraded', message: `${reason}: ${message}` };
  }
  return undefined;
}

function blueGreenWaits({ strategy }: RolloutSpec, status: RolloutStatus): string | undefined {
  const { activeSelector = '', postPromotionAnalysisRunStatus: post } = status.blueGreen;
  if (activeSelector === '' || activeSelector !== status.currentPodHash)
    return 'active service cutover pending';
  if (isFullyPromoted(status)) return undefined;
  const isAnalysed = post !== undefined && ['Successful', 'Failed', 'Error'].includes(post.status);
  return strategy?.blueGreen?.postPromotionAnalysis !== undefined && !isAnalysed
    ? 'waiting for analysis to complete'
    : 'waiting for post-promotion verification to complete';
}

function canaryWaits(status: RolloutStatus): string | undefined {
  if ((status.replicas ?? 0) > (status.updatedReplicas ?? 0)) return 'old replicas are pending termination';
  return isFullyPromoted(status) ? undefined : 'waiting for all steps to complete';
}
