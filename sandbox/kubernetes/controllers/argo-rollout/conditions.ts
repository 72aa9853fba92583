import type { RolloutSpec, RolloutStatus } from '../../argo-model.ts';
import type { Condition, ReplicaSet } from '../../model.ts';
import { conditionOf, type Finding, withCondition, withoutCondition } from '../conditions.ts';
import { isAborted, nowOf, type Pass, replicasOf, statusOf } from './pass.ts';
import { isFullyPromoted } from './phase.ts';
import { hashOf, revisionOf, type Sets } from './replica-sets.ts';

const finding = (type: string, status: Finding['status'], reason: string, message: string): Finding => ({
  type,
  status,
  reason,
  message,
});

/** The conditions after a look: calculateRolloutConditions in rollout/sync.go. */
export function conditionsFor(pass: Pass, sets: Sets, status: RolloutStatus): Condition[] {
  const at = nowOf(pass);
  const set = (list: Condition[], next: Finding) => withCondition(list, next, at);
  const before = withoutCondition(statusOf(pass).conditions ?? [], 'InvalidSpec');
  const healthy = set(before, healthFinding(pass, status));
  const progress = isAborted(pass)
    ? set(healthy, abortFinding(pass))
    : progressing(pass, sets, status, healthy);
  const available = set(progress, availability(pass, sets, status));
  const completed = set(available, completion(status));
  return withReplicaFailure(completed, sets);
}

/** All replicas updated, available and in charge of the traffic. */
export function isHealthy(pass: Pass, status: RolloutStatus): boolean {
  const { spec, metadata } = pass.rollout;
  const replicas = replicasOf(spec);
  const isObserved = statusOf(pass).observedGeneration === String(metadata.generation);
  const counts = [status.updatedReplicas, status.availableReplicas];
  return isObserved && counts.every((count) => (count ?? 0) === replicas) && isStrategyDone(spec, status);
}

function isStrategyDone({ strategy, replicas = 1 }: RolloutSpec, status: RolloutStatus): boolean {
  const { blueGreen, canary } = strategy ?? {};
  const isCurrent = (hash: string | undefined) => hash !== undefined && hash === status.currentPodHash;
  if (blueGreen !== undefined) {
    const isPreviewDone =
      blueGreen.previewService === undefined || isCurrent(status.blueGreen.previewSelector);
    return isCurrent(status.blueGreen.activeSelector) && isPreviewDone;
  }
  const steps = canary?.steps?.length ?? 0;
  const hasNoStepLeft = status.currentStepIndex === undefined || status.currentStepIndex === steps;
  return hasNoStepLeft && isFullyPromoted(status) && (status.replicas ?? 0) === replicas;
}

function healthFinding(pass: Pass, status: RolloutStatus): Finding {
  const isPaused = (statusOf(pass).pauseConditions ?? []).length > 0 || pass.rollout.spec.paused === true;
  return !isPaused && isHealthy(pass, status)
    ? finding('Healthy', 'True', 'RolloutHealthy', 'Rollout is healthy')
    : finding('Healthy', 'False', 'RolloutHealthy', 'Rollout is not healthy');
}

function abortFinding(pass: Pass): Finding {
  const message = `Rollout aborted update to revision ${revisionOf(pass.rollout)}`;
  const { abortedFor = '' } = pass.decisions;
  const words = abortedFor === '' ? message : `${message}: ${abortedFor}`;
  return finding('Progressing', 'False', 'RolloutAborted', words);
}

function progressing(pass: Pass, sets: Sets, status: RolloutStatus, list: Condition[]): Condition[] {
  const at = nowOf(pass);
  const current = conditionOf(list, 'Progressing');
  const subject = `ReplicaSet "${sets.fresh?.metadata.name ?? ''}"`;
  if (isHealthy(pass, status)) {
    const words = `${subject} has successfully progressed.`;
    return withCondition(list, finding('Progressing', 'True', 'NewReplicaSetAvailable', words), at);
  }
  if (current === undefined || hasProgressed(statusOf(pass), status)) {
    const next = finding('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    // Taken out first, so that lastUpdateTime moves although status and reason are the same: the clock starts again.
    const since = current?.status === 'True' ? current.lastTransitionTime : at;
    const rest = withoutCondition(list, 'Progressing');
    return [...rest, { ...next, lastUpdateTime: at, lastTransitionTime: since }];
  }
  if (isIndefinite(pass) || !isOverdue(pass, current)) return list;
  const words = `${subject} has timed out progressing.`;
  return withCondition(list, finding('Progressing', 'False', 'ProgressDeadlineExceeded', words), at);
}

function hasProgressed(before: RolloutStatus, after: RolloutStatus): boolean {
  const count = (status: RolloutStatus, field: 'updatedReplicas' | 'readyReplicas' | 'availableReplicas') =>
    status[field] ?? 0;
  const old = (status: RolloutStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  const marks = (status: RolloutStatus) =>
    [
      status.stableRS,
      status.currentStepIndex,
      status.currentStepHash,
      status.blueGreen.activeSelector,
    ].join();
  return (
    count(after, 'updatedReplicas') !== count(before, 'updatedReplicas') ||
    old(after) < old(before) ||
    count(after, 'readyReplicas') > count(before, 'readyReplicas') ||
    count(after, 'availableReplicas') > count(before, 'availableReplicas') ||
    marks(after) !== marks(before)
  );
}

/** Steps that take as long as they take: the deadline does not count while one is on. */
function isIndefinite(pass: Pass): boolean {
  const status = statusOf(pass);
  const step = pass.rollout.spec.strategy?.canary?.steps?.[status.currentStepIndex ?? 0];
  const isPaused = (status.pauseConditions ?? []).length > 0 || pass.rollout.spec.paused === true;
  return isPaused || step?.pause !== undefined || step?.analysis !== undefined;
}

export function deadlineLeft(pass: Pass, condition: Condition): number {
  const seconds = pass.rollout.spec.progressDeadlineSeconds ?? 600;
  const from = Date.parse(condition.lastUpdateTime ?? condition.lastTransitionTime);
  return from + pass.cluster.paced(seconds * 1000) - pass.cluster.now().getTime();
}

function isOverdue(pass: Pass, condition: Condition): boolean {
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return condition.reason !== 'NewReplicaSetAvailable' && deadlineLeft(pass, condition) < 0;
}

function availability(pass: Pass, sets: Sets, status: RolloutStatus): Finding {
  const active = sets.all.find((set) => hashOf(set) === status.blueGreen.activeSelector);
  const isBlueGreen = pass.rollout.spec.strategy?.blueGreen !== undefined;
  const serving = isBlueGreen ? (active?.status?.availableReplicas ?? 0) : (status.availableReplicas ?? 0);
  const isEnough = serving >= replicasOf(pass.rollout.spec);
  return isEnough
    ? finding('Available', 'True', 'AvailableReason', 'Rollout has minimum availability')
    : finding('Available', 'False', 'AvailableReason', 'Rollout does not have minimum availability');
}

function completion(status: RolloutStatus): Finding {
  const isDone = isFullyPromoted(status);
  return finding('Completed', isDone ? 'True' : 'False', 'RolloutCompleted', 'RolloutCompleted');
}

function withReplicaFailure(list: Condition[], { fresh, all }: Sets): Condition[] {
  const of = (set: ReplicaSet | undefined) => conditionOf(set?.status?.conditions, 'ReplicaFailure');
  const failure = of(fresh) ?? all.map(of).find((each) => each !== undefined);
  const others = withoutCondition(list, 'ReplicaFailure');
  if (failure === undefined) return others;
  const known = conditionOf(list, 'ReplicaFailure');
  return [...others, known ?? { ...failure, lastUpdateTime: failure.lastTransitionTime }];
}
