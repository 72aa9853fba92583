import type { Particulars } from './particulars.ts';
import type { ArgoRolloutSnapshot } from './workload-snapshot.ts';

/** How far an Argo Rollout has come with its strategy: step, weight, analysis, abort. */
export function strategyParticulars(rollout: ArgoRolloutSnapshot): Particulars | undefined {
  const { isAborted, strategy } = rollout;
  const analysis = rollout.analyses.find(({ status }) => status !== '' && status !== 'Successful');
  const resumesAt = isAborted ? undefined : endOfPause(rollout);
  const rest = {
    isAborted,
    ...(rollout.stableHash === '' ? {} : { stableHash: rollout.stableHash }),
    ...(analysis === undefined ? {} : { analysis }),
    ...(resumesAt === undefined ? {} : { resumesAt }),
  };
  if (strategy === 'blue-green') {
    const isActive = rollout.activeHash !== '' && rollout.activeHash === rollout.currentPodHash;
    return { kind: 'blue-green', isActive, ...rest };
  }
  if (strategy !== 'canary') return undefined;
  const weight = weightOf(rollout);
  const steps = rollout.steps.length;
  const step = Math.max(0, Math.min((rollout.stepIndex ?? 0) + 1, steps));
  return { kind: 'canary', step, steps, ...(weight === undefined ? {} : { weight }), ...rest };
}

/** When the pause that it is in ends; undefined for one that a person has to end. */
function endOfPause({
  pauseReasons,
  pausedAt,
  isPaused,
  ...rollout
}: ArgoRolloutSnapshot): number | undefined {
  const [reason, ...others] = pauseReasons;
  if (pausedAt === 0 || others.length > 0 || isPaused) return undefined;
  const { steps, stepIndex = 0, autoPromotionMs } = rollout;
  const lasts =
    reason === 'CanaryPauseStep'
      ? steps[stepIndex]?.pauseMs
      : reason === 'BlueGreenPause'
        ? autoPromotionMs
        : undefined;
  return lasts === undefined ? undefined : pausedAt + lasts;
}

/** What the traffic router was told; without one the weight that the last step asked for. */
function weightOf(rollout: ArgoRolloutSnapshot): number | undefined {
  const { trafficWeight, steps, stepIndex, currentPodHash, stableHash } = rollout;
  if (trafficWeight !== undefined) return trafficWeight;
  if (rollout.isAborted || stepIndex === undefined) return undefined;
  if (currentPodHash !== '' && currentPodHash === stableHash) return 100;
  if (stepIndex >= steps.length) return steps.length === 0 ? undefined : 100;
  return steps.slice(0, Math.max(0, stepIndex + 1)).findLast(({ weight }) => weight !== undefined)?.weight;
}
