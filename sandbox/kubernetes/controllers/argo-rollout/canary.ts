import type { CanaryStep, CanaryStrategy, RolloutStatus } from '../../argo-model.ts';
import { canonicalJson } from '../../json-path.ts';
import type { ReplicaSet } from '../../model.ts';
import { fencesFor } from '../deployment/fences.ts';
import { hashText } from '../deployment/revisions.ts';
import { type Runs, reconcileAnalyses, stepRunOf } from './analysis.ts';
import { goalOf, nextCounts, type Size } from './canary-counts.ts';
import { isAborted, isHalted, note, type Pass, replicasOf, statusOf } from './pass.ts';
import { isUnpaused, leftOf, pauseOf } from './pauses.ts';
import {
  cleanUp,
  createFresh,
  hashOf,
  isTemplateNew,
  type Sets,
  scale,
  syncRevision,
} from './replica-sets.ts';
import { baseStatus, persist, promoted, resetFor } from './status.ts';

const pauseReason = 'CanaryPauseStep';

/** One look at a canary: rolloutCanary in rollout/canary.go. */
export function reconcileCanary(pass: Pass, canary: CanaryStrategy): void {
  const known = syncRevision(pass);
  if (isTemplateNew(pass, known) || haveStepsChanged(pass, canary))
    return void startAnew(pass, known, canary);
  const sets = known.fresh === undefined ? createFresh(pass, firstReplicas(pass, known, canary)) : known;
  cleanUp(pass, sets);
  const runs = reconcileAnalyses(pass, sets);
  if (!isHalted(pass) && pass.decisions.pauseFor === undefined) {
    if (!resize(pass, sets, canary)) pauseAtStep(pass, canary);
  }
  persist(pass, sets, canaryStatus(pass, sets, canary, runs));
}

function stepHash({ steps = [] }: CanaryStrategy): string {
  return hashText(canonicalJson(steps));
}

function haveStepsChanged(pass: Pass, canary: CanaryStrategy): boolean {
  const { currentStepHash = '' } = statusOf(pass);
  return currentStepHash !== '' && currentStepHash !== stepHash(canary);
}

/** The status is about another template, or other steps: it begins again before anything is done. */
function startAnew(pass: Pass, sets: Sets, canary: CanaryStrategy): void {
  const reset = resetFor(pass);
  const steps = canary.steps?.length ?? 0;
  const isBack = sets.fresh !== undefined && hashOf(sets.fresh) === statusOf(pass).stableRS;
  if (isBack && steps > 0) note(pass, 'Normal', 'SkipSteps', 'Rollback to stable');
  persist(pass, sets, {
    ...baseStatus(pass, sets),
    ...reset,
    ...(isBack && steps > 0 ? { currentStepIndex: steps } : {}),
    currentStepHash: stepHash(canary),
  });
}

function currentStep(pass: Pass, { steps = [] }: CanaryStrategy): CanaryStep | undefined {
  return steps[statusOf(pass).currentStepIndex ?? 0];
}

/** The weight that the last step up to now asked for; everything once there is none left. */
function weightOf(pass: Pass, canary: CanaryStrategy): number {
  const { promoteFull, currentPodHash, stableRS, currentStepIndex = 0 } = statusOf(pass);
  if (promoteFull === true || currentPodHash === stableRS) return 100;
  if (isAborted(pass)) return 0;
  if (currentStep(pass, canary) === undefined) return 100;
  const done = (canary.steps ?? []).slice(0, currentStepIndex + 1);
  return done.findLast(({ setWeight }) => setWeight !== undefined)?.setWeight ?? 0;
}

function sizeOf(set: ReplicaSet | undefined): Size {
  return { wanted: set?.spec.replicas ?? 0, available: set?.status?.availableReplicas ?? 0 };
}

function planFor(pass: Pass, sets: Sets, canary: CanaryStrategy) {
  const desired = replicasOf(pass.rollout.spec);
  const { maxSurge = '25%', maxUnavailable = '25%' } = canary;
  const fences = fencesFor(desired, { maxSurge, maxUnavailable });
  return {
    desired,
    weight: weightOf(pass, canary),
    maxSurge: fences.maxSurge,
    maxUnavailable: fences.maxUnavailable,
    fresh: sizeOf(sets.fresh),
    stable: sets.stable === undefined || sets.stable === sets.fresh ? undefined : sizeOf(sets.stable),
    others: sets.others.reduce((total, set) => total + set.spec.replicas, 0),
  };
}

function firstReplicas(pass: Pass, sets: Sets, canary: CanaryStrategy): number {
  return nextCounts(planFor(pass, sets, canary)).fresh;
}

/** One move of the ReplicaSets towards the step's goal; returns whether there was one to make. */
function resize(pass: Pass, sets: Sets, canary: CanaryStrategy): boolean {
  const plan = planFor(pass, sets, canary);
  const { fresh, stable } = nextCounts(plan);
  if (plan.stable !== undefined && sets.stable !== undefined && scale(pass, sets.stable, stable)) return true;
  if (sets.fresh !== undefined && scale(pass, sets.fresh, fresh)) return true;
  return dropOthers(pass, sets, plan.desired - plan.maxUnavailable);
}

/** Neither new nor stable: what was in flight when a newer template came. */
function dropOthers(pass: Pass, { others, all }: Sets, minAvailable: number): boolean {
  const available = all.reduce((total, set) => total + (set.status?.availableReplicas ?? 0), 0);
  let spare = available - minAvailable;
  let hasMoved = false;
  for (const set of others.filter(({ spec }) => spec.replicas > 0)) {
    const healthy = Math.min(set.spec.replicas, set.status?.availableReplicas ?? 0);
    // What is not available costs nothing, and goes first.
    const kept = Math.max(0, healthy - Math.max(0, spare));
    spare -= healthy - kept;
    hasMoved = scale(pass, set, kept) || hasMoved;
  }
  return hasMoved;
}

function pauseAtStep(pass: Pass, canary: CanaryStrategy): void {
  const pause = currentStep(pass, canary)?.pause;
  const { promoteFull, controllerPause } = statusOf(pass);
  if (pause === undefined || promoteFull === true || isAborted(pass)) return;
  const standing = pauseOf(pass, pauseReason);
  if (standing === undefined) {
    if (controllerPause !== true) pass.decisions.pauseFor = pauseReason;
  } else if (pause.duration !== undefined) pass.again(leftOf(pass, standing, pause.duration) + 1);
}

function canaryStatus(pass: Pass, sets: Sets, canary: CanaryStrategy, runs: Runs): RolloutStatus {
  const before = statusOf(pass);
  const steps = canary.steps ?? [];
  const status = { ...baseStatus(pass, sets), currentStepHash: stepHash(canary), canary: runs.canary };
  const index = before.promoteFull === true ? steps.length : (before.currentStepIndex ?? 0);
  if (before.promoteFull === true) {
    pass.decisions.isResumed = true;
    pass.decisions.isAbortLifted = true;
  }
  const reason = promotionReason(pass, sets, index, steps.length);
  if (reason !== '') return promoted(pass, status, reason);
  if (steps.length === 0) return status;
  if (isAborted(pass))
    return { ...status, currentStepIndex: status.stableRS === status.currentPodHash ? steps.length : 0 };
  const step = steps[index];
  if (step === undefined || !isStepDone(pass, sets, canary, step))
    return { ...status, currentStepIndex: index };
  note(
    pass,
    'Normal',
    'RolloutStepCompleted',
    `Rollout step ${index + 1}/${steps.length} completed (${words(step)})`,
  );
  pass.decisions.resumedFrom.add(pauseReason);
  const { currentStepAnalysisRunStatus: _done, ...rest } = status.canary;
  // The next step is looked at at once, although nothing but the status has changed.
  return { ...status, canary: rest, currentStepIndex: index + 1 };
}

/** Why the new revision is to be the stable one from now on; empty while it is not. */
function promotionReason(pass: Pass, { fresh, stable }: Sets, index: number, steps: number): string {
  if (stable === undefined) return 'Initial deploy';
  if (isAborted(pass)) return '';
  if ((fresh?.status?.availableReplicas ?? 0) !== replicasOf(pass.rollout.spec)) return '';
  if (statusOf(pass).promoteFull === true) return 'Full promotion requested';
  return index >= steps ? `Completed all ${steps} canary steps` : '';
}

function isStepDone(pass: Pass, sets: Sets, canary: CanaryStrategy, step: CanaryStep): boolean {
  if (pass.rollout.spec.paused === true) return false;
  if (step.pause !== undefined) return isPauseOver(pass, step.pause);
  if (step.analysis !== undefined) return stepRunOf(pass)?.status?.phase === 'Successful';
  const plan = planFor(pass, sets, canary);
  const goal = goalOf(plan);
  const isThere = ({ wanted, available }: Size, count: number) => wanted === count && available === count;
  const isStableThere = plan.stable === undefined || isThere(plan.stable, goal.stable);
  return isThere(plan.fresh, goal.fresh) && isStableThere && plan.others === 0;
}

function isPauseOver(pass: Pass, { duration }: NonNullable<CanaryStep['pause']>): boolean {
  if (isUnpaused(pass, pauseReason)) return true;
  const standing = pauseOf(pass, pauseReason);
  return standing !== undefined && duration !== undefined && leftOf(pass, standing, duration) === 0;
}

function words({ setWeight, pause, analysis }: CanaryStep): string {
  if (setWeight !== undefined) return `setWeight: ${setWeight}`;
  if (analysis !== undefined) return 'analysis';
  return pause?.duration === undefined ? 'pause' : `pause: ${pause.duration}`;
}
