import type { RolloutStatus } from '../../argo-model.ts';
import type { ReplicaSet } from '../../model.ts';
import { selectorText } from '../../selectors/label.ts';
import { conditionOf, type Finding, withCondition } from '../conditions.ts';
import { conditionsFor, deadlineLeft } from './conditions.ts';
import { note, nowOf, type Pass, statusOf, writeStatus } from './pass.ts';
import { pauseStatus } from './pauses.ts';
import { phaseOf } from './phase.ts';
import { currentHash, revisionOf, type Sets } from './replica-sets.ts';

export function sum(sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas') {
  return sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
}

/** What both strategies report: calculateBaseStatus in rollout/sync.go. */
export function baseStatus(pass: Pass, sets: Sets): RolloutStatus {
  const before = statusOf(pass);
  const { fresh, all } = sets;
  const currentPodHash = currentHash(pass, sets);
  const { selector = {} } = pass.rollout.spec;
  return {
    currentPodHash,
    HPAReplicas: sum(all, 'replicas'),
    replicas: sum(all, 'replicas'),
    updatedReplicas: fresh?.status?.replicas ?? 0,
    readyReplicas: sum(all, 'readyReplicas'),
    availableReplicas: sum(all, 'availableReplicas'),
    selector: selectorText(selector),
    stableRS: before.stableRS ?? '',
    promoteFull: currentPodHash !== before.stableRS && before.promoteFull === true,
    ...(before.collisionCount === undefined ? {} : { collisionCount: before.collisionCount }),
    blueGreen: {},
    canary: {},
  };
}

/** A new template begins at the first step, with no pause, no abort and no analysis from before. */
export function resetFor(pass: Pass): Pick<RolloutStatus, 'currentStepIndex' | 'promoteFull'> {
  pass.decisions.isResumed = true;
  pass.decisions.isAbortLifted = true;
  const steps = pass.rollout.spec.strategy?.canary?.steps ?? [];
  return { promoteFull: false, ...(steps.length === 0 ? {} : { currentStepIndex: 0 }) };
}

/** The present revision becomes the stable one. */
export function promoted(pass: Pass, status: RolloutStatus, reason: string): RolloutStatus {
  pass.decisions.isResumed = true;
  pass.decisions.isAbortLifted = true;
  const { currentPodHash = '' } = status;
  if (status.stableRS !== currentPodHash) {
    const revision = revisionOf(pass.rollout);
    const message = `Rollout completed update to revision ${revision} (${currentPodHash}): ${reason}`;
    note(pass, 'Normal', 'RolloutCompleted', message);
  }
  const steps = pass.rollout.spec.strategy?.canary?.steps?.length ?? 0;
  const { currentStepIndex: _index, ...rest } = status;
  return {
    ...rest,
    promoteFull: false,
    stableRS: currentPodHash,
    blueGreen: { ...status.blueGreen, scaleUpPreviewCheckPoint: false },
    ...(steps === 0 ? {} : { currentStepIndex: steps }),
  };
}

/** Sums up and writes. Asks to look again when the deadline may have passed by then. */
export function persist(pass: Pass, sets: Sets, status: RolloutStatus): void {
  const conditions = conditionsFor(pass, sets, status);
  const next: RolloutStatus = {
    ...status,
    ...pauseStatus(pass),
    conditions,
    observedGeneration: String(pass.rollout.metadata.generation ?? 1),
  };
  announcePauses(pass, next);
  writeStatus(pass, { ...next, ...phaseOf(pass.rollout.spec, next) });
  const progressing = conditionOf(conditions, 'Progressing');
  const isWatched = progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
  // A second more than the deadline: condition times have whole seconds.
  if (isWatched) pass.again(Math.max(0, deadlineLeft(pass, progressing)) + 1000);
}

function announcePauses(pass: Pass, next: RolloutStatus): void {
  const before = statusOf(pass).pauseConditions ?? [];
  const [pause] = next.pauseConditions ?? [];
  if (before.length === 0 && pause !== undefined)
    note(pass, 'Normal', 'RolloutPaused', `Rollout is paused (${pause.reason})`);
  if (before.length > 0 && pause === undefined && next.abort !== true)
    note(pass, 'Normal', 'RolloutResumed', 'Rollout is resumed');
}

/** Pausing, resuming and retrying are written down first, so that no deadline counts meanwhile: checkPausedConditions. */
export function markPause(pass: Pass): void {
  const status = statusOf(pass);
  const isPaused = (status.pauseConditions ?? []).length > 0 || pass.rollout.spec.paused === true;
  const current = conditionOf(status.conditions, 'Progressing');
  const wasPaused = current?.reason === 'RolloutPaused';
  const wasAborted = current?.reason === 'RolloutAborted';
  const found: Finding[] = [];
  const progressing = (reason: string, message: string) =>
    found.push({ type: 'Progressing', status: 'Unknown', reason, message });
  if (isPaused && !wasPaused && !wasAborted) progressing('RolloutPaused', 'Rollout is paused');
  if (!isPaused && wasPaused) progressing('RolloutResumed', 'Rollout is resumed');
  if (wasAborted && status.abort !== true) progressing('RolloutRetry', 'Retrying Rollout after abort');
  const paused = conditionOf(status.conditions, 'Paused')?.status === 'True';
  if (isPaused !== paused && !wasAborted)
    found.push({
      type: 'Paused',
      status: isPaused ? 'True' : 'False',
      reason: 'RolloutPaused',
      message: 'Rollout is paused',
    });
  if (found.length === 0) return;
  const at = nowOf(pass);
  const conditions = found.reduce((list, each) => withCondition(list, each, at), status.conditions ?? []);
  const observedGeneration = String(pass.rollout.metadata.generation ?? 1);
  const next = { ...status, conditions, observedGeneration };
  writeStatus(pass, { ...next, ...phaseOf(pass.rollout.spec, next) });
}
