import type { BlueGreenStrategy, RolloutStatus, Service } from '../../argo-model.ts';
import type { ReplicaSet } from '../../model.ts';
import { isSaturated, type Runs, reconcileAnalyses } from './analysis.ts';
import { isAborted, isHalted, isPausedFor, type Pass, replicasOf, statusOf } from './pass.ts';
import { isUnpaused, leftOf, pauseOf } from './pauses.ts';
import {
  cleanUp,
  createFresh,
  currentHash,
  deadlineKey,
  hashOf,
  isTemplateNew,
  markDeadline,
  type Sets,
  scale,
  setsOf,
  syncRevision,
} from './replica-sets.ts';
import { selectedHash, serviceNamed, switchTo } from './services.ts';
import { baseStatus, persist, promoted, resetFor, sum } from './status.ts';

const pauseReason = 'BlueGreenPause';

interface Scene {
  readonly pass: Pass;
  readonly strategy: BlueGreenStrategy;
  sets: Sets;
  active: Service;
  preview: Service | undefined;
}

/** One look at a blue-green Rollout: rolloutBlueGreen in rollout/bluegreen.go. */
export function reconcileBlueGreen(pass: Pass, strategy: BlueGreenStrategy): void {
  const active = serviceNamed(pass, strategy.activeService);
  if (active === undefined) return;
  const known = syncRevision(pass);
  const scene: Scene = {
    pass,
    strategy,
    active,
    preview: serviceNamed(pass, strategy.previewService),
    sets: known.fresh === undefined ? createFresh(pass, wantedOf(pass, strategy, known)) : known,
  };
  const { sets } = scene;
  if (scene.preview !== undefined && !isHalted(pass))
    scene.preview = switchTo(pass, scene.preview, currentHash(pass, sets));
  if (isTemplateNew(pass, sets)) {
    const reset = resetFor(pass);
    return void persist(pass, sets, { ...blueGreenStatus(scene, { canary: {}, blueGreen: {} }), ...reset });
  }
  resize(scene);
  pauseBeforeSwitch(scene);
  switchActive(scene);
  const runs = reconcileAnalyses(pass, sets);
  persist(pass, sets, promotedIfDone(scene, blueGreenStatus(scene, runs)));
}

/** Fewer pods than in earnest, as long as it is only looked at. */
function wantedOf(pass: Pass, { previewReplicaCount }: BlueGreenStrategy, sets: Sets): number {
  const { blueGreen } = statusOf(pass);
  const replicas = replicasOf(pass.rollout.spec);
  const hash = currentHash(pass, sets);
  const active = sets.all.find((set) => hashOf(set) === blueGreen.activeSelector);
  if (previewReplicaCount === undefined || active === undefined || active === sets.fresh) return replicas;
  return blueGreen.scaleUpPreviewCheckPoint === true && statusOf(pass).currentPodHash === hash
    ? replicas
    : previewReplicaCount;
}

function resize(scene: Scene): void {
  const { pass, strategy } = scene;
  if (isHalted(pass)) return;
  const { fresh, stable, others, all } = scene.sets;
  const active = all.find((set) => hashOf(set) === selectedHash(scene.active));
  if (stable !== undefined) markDeadline(pass, stable, undefined);
  if (active !== undefined && active !== fresh) scale(pass, active, replicasOf(pass.rollout.spec));
  if (fresh !== undefined) resizeFresh(scene, fresh);
  for (const set of others)
    if (set !== active && set.spec.replicas > 0) retire(scene, set, strategy.scaleDownDelaySeconds ?? 30);
  scene.sets = setsOf(pass);
  cleanUp(pass, scene.sets);
}

/** After an abort the preview is kept for a while, so that somebody can see what was wrong with it. */
function resizeFresh(scene: Scene, fresh: ReplicaSet): void {
  const { pass, strategy, sets } = scene;
  if (isAborted(pass) && sets.stable !== undefined && sets.stable !== fresh) {
    if (fresh.spec.replicas > 0) retire(scene, fresh, strategy.abortScaleDownDelaySeconds ?? 30);
    return;
  }
  markDeadline(pass, fresh, undefined);
  const current = setsOf(pass).fresh;
  if (current !== undefined) scale(pass, current, wantedOf(pass, strategy, sets));
}

/** Scales to nothing once the delay is over, which is written on the ReplicaSet. */
function retire({ pass }: Scene, set: ReplicaSet, delaySeconds: number): void {
  const deadline = set.metadata.annotations?.[deadlineKey];
  const now = pass.cluster.now().getTime();
  const delayMs = pass.cluster.paced(delaySeconds * 1000);
  if (deadline === undefined) {
    markDeadline(pass, set, new Date(now + delayMs).toISOString());
    return void pass.again(delayMs + 1);
  }
  const leftMs = Date.parse(deadline) - now;
  if (leftMs > 0) pass.again(leftMs + 1);
  else scale(pass, set, 0);
}

/** Whether nothing has to be waited for: on the way back to what is still there, or where nothing serves yet. */
function isFastTracked({ pass, sets, active }: Scene): boolean {
  const selected = selectedHash(active);
  const isKept = sets.fresh?.metadata.annotations?.[deadlineKey] !== undefined;
  return isKept || statusOf(pass).promoteFull === true || selected === '' || selected === hashOf(sets.fresh);
}

function isReadyForPause({ pass, strategy, sets }: Scene): boolean {
  const { fresh } = sets;
  const preview = strategy.previewReplicaCount;
  if (preview === undefined || statusOf(pass).blueGreen.scaleUpPreviewCheckPoint === true)
    return isSaturated(pass, sets);
  return fresh?.spec.replicas === preview && (fresh.status?.availableReplicas ?? 0) === preview;
}

function needsPause({ autoPromotionEnabled, autoPromotionSeconds = 0 }: BlueGreenStrategy): boolean {
  return autoPromotionEnabled === false || autoPromotionSeconds > 0;
}

function isAnalysed({ pass, strategy }: Scene): boolean {
  if (strategy.prePromotionAnalysis === undefined) return true;
  return statusOf(pass).blueGreen.prePromotionAnalysisRunStatus?.status === 'Successful';
}

function pauseBeforeSwitch(scene: Scene): void {
  const { pass, strategy } = scene;
  if (isAborted(pass) || isHalted(pass) || !isReadyForPause(scene)) return;
  const isPast = statusOf(pass).blueGreen.scaleUpPreviewCheckPoint === true;
  if (isFastTracked(scene) || isPast || !needsPause(strategy)) {
    pass.decisions.resumedFrom.add(pauseReason);
    return;
  }
  if (!isAnalysed(scene)) return;
  const standing = pauseOf(pass, pauseReason);
  if (standing === undefined) {
    if (statusOf(pass).controllerPause !== true) pass.decisions.pauseFor = pauseReason;
    return;
  }
  if (isPauseOver(scene)) pass.decisions.resumedFrom.add(pauseReason);
  else if ((strategy.autoPromotionSeconds ?? 0) > 0)
    pass.again(leftOf(pass, standing, strategy.autoPromotionSeconds ?? 0) + 1);
}

/** Somebody promoted it, or its time is up: CompletedBlueGreenPause. */
function isPauseOver({ pass, strategy }: Scene): boolean {
  if (pass.decisions.pauseFor !== undefined) return false;
  if (statusOf(pass).blueGreen.scaleUpPreviewCheckPoint === true || !needsPause(strategy)) return true;
  const standing = pauseOf(pass, pauseReason);
  const seconds = strategy.autoPromotionSeconds ?? 0;
  const isTimed = strategy.autoPromotionEnabled !== false && seconds > 0;
  if (standing !== undefined) return isTimed && leftOf(pass, standing, seconds) === 0;
  return isUnpaused(pass, pauseReason);
}

function switchActive(scene: Scene): void {
  const { pass, sets, active } = scene;
  const { stableRS = '' } = statusOf(pass);
  if (isAborted(pass)) {
    if (stableRS !== '') scene.active = switchTo(pass, active, stableRS);
    return;
  }
  if (isHalted(pass) || !isSaturated(pass, sets)) return;
  if (isFastTracked(scene) || (isPauseOver(scene) && isAnalysed(scene)))
    scene.active = switchTo(pass, active, hashOf(sets.fresh));
}

function blueGreenStatus({ pass, strategy, sets, active, preview }: Scene, runs: Runs): RolloutStatus {
  const activeSelector = selectedHash(active);
  const previewSelector = selectedHash(preview);
  const serving = sets.all.filter((set) => hashOf(set) === activeSelector && activeSelector !== '');
  const counted = serving.length > 0 ? serving : sets.all;
  const { previewReplicaCount } = strategy;
  const isAtPreview =
    previewReplicaCount !== undefined &&
    (sets.fresh?.status?.availableReplicas ?? 0) === previewReplicaCount &&
    isPauseOver({ pass, strategy, sets, active, preview }) &&
    isAnalysed({ pass, strategy, sets, active, preview });
  const isPast = statusOf(pass).blueGreen.scaleUpPreviewCheckPoint === true || isAtPreview;
  return {
    ...baseStatus(pass, sets),
    HPAReplicas: sum(counted, 'replicas'),
    availableReplicas: sum(counted, 'availableReplicas'),
    readyReplicas: sum(counted, 'readyReplicas'),
    blueGreen: {
      ...runs.blueGreen,
      ...(activeSelector === '' ? {} : { activeSelector }),
      ...(previewSelector === '' ? {} : { previewSelector }),
      ...(isPast && !isPausedFor(pass, pauseReason) ? { scaleUpPreviewCheckPoint: true } : {}),
    },
  };
}

function promotedIfDone(scene: Scene, status: RolloutStatus): RolloutStatus {
  const reason = promotionReason(scene, status);
  return reason === '' ? status : promoted(scene.pass, status, reason);
}

function promotionReason({ pass, strategy, sets }: Scene, status: RolloutStatus): string {
  const { activeSelector = '' } = status.blueGreen;
  if (sets.stable === undefined || activeSelector === '') return 'Initial deploy';
  if (activeSelector !== status.currentPodHash) return '';
  if (statusOf(pass).promoteFull === true) return 'Full promotion requested';
  if (isAborted(pass)) return '';
  const isUnproven =
    strategy.postPromotionAnalysis !== undefined &&
    status.blueGreen.postPromotionAnalysisRunStatus?.status !== 'Successful' &&
    status.stableRS !== status.currentPodHash;
  return isUnproven ? '' : 'Completed blue-green update';
}
