import type {
  AnalysisReference,
  AnalysisRun,
  BlueGreenStatus,
  CanaryStatus,
  RunStatus,
} from '../../argo-model.ts';
import { analysisRuns } from '../../resources.ts';
import { createRun } from './create-run.ts';
import { isAborted, isPausedFor, type Pass, replicasOf, statusOf, writer } from './pass.ts';
import { deadlineKey, hashOf, revisionOf, type Sets } from './replica-sets.ts';

export interface Runs {
  canary: CanaryStatus;
  blueGreen: Pick<BlueGreenStatus, 'prePromotionAnalysisRunStatus' | 'postPromotionAnalysisRunStatus'>;
}

/** One place of the status for a run, and what is wanted there. */
interface Slot {
  current: AnalysisRun | undefined;
  reference: AnalysisReference | undefined;
  /** Whether the run is due now; one that is not is ended, and stays in the status. */
  isDue: boolean;
  infix: string;
  type: 'Step' | 'Background' | 'PrePromotion' | 'PostPromotion';
  /** How the abort begins that it leads to. */
  subject: string;
}

function runNamed(pass: Pass, status: RunStatus | undefined): AnalysisRun | undefined {
  return pass.runs().find((run) => run.metadata.name === status?.name);
}

export function stepRunOf(pass: Pass): AnalysisRun | undefined {
  return runNamed(pass, statusOf(pass).canary.currentStepAnalysisRunStatus);
}

export function isSaturated(pass: Pass, { fresh }: Sets): boolean {
  const replicas = replicasOf(pass.rollout.spec);
  return fresh?.spec.replicas === replicas && (fresh.status?.availableReplicas ?? 0) === replicas;
}

/** Starts, ends and judges analysis runs: reconcileAnalysisRuns in rollout/analysis.go. */
export function reconcileAnalyses(pass: Pass, sets: Sets): Runs {
  const status = statusOf(pass);
  const isSkipped =
    isAborted(pass) ||
    status.promoteFull === true ||
    (status.stableRS ?? '') === '' ||
    sets.fresh?.metadata.annotations?.[deadlineKey] !== undefined;
  const { canary, blueGreen } = status;
  if (isSkipped) {
    for (const run of pass.runs()) cancel(pass, run);
    return { canary: refreshed(pass, canary), blueGreen: refreshed(pass, analysesOf(blueGreen)) };
  }
  const step = follow(pass, sets, stepSlot(pass));
  const background = follow(pass, sets, backgroundSlot(pass));
  const pre = follow(pass, sets, preSlot(pass, sets));
  const post = follow(pass, sets, postSlot(pass, sets));
  const kept = new Set([step, background, pre, post].map((run) => run?.metadata.name));
  for (const run of pass.runs()) if (!kept.has(run.metadata.name)) cancel(pass, run);
  return {
    canary: {
      ...named('currentStepAnalysisRunStatus', step),
      ...named('currentBackgroundAnalysisRunStatus', background),
    },
    blueGreen: {
      ...named('prePromotionAnalysisRunStatus', pre),
      ...named('postPromotionAnalysisRunStatus', post),
    },
  };
}

function analysesOf({
  prePromotionAnalysisRunStatus: pre,
  postPromotionAnalysisRunStatus: post,
}: BlueGreenStatus) {
  return {
    ...(pre === undefined ? {} : { prePromotionAnalysisRunStatus: pre }),
    ...(post === undefined ? {} : { postPromotionAnalysisRunStatus: post }),
  };
}

/** The status as its runs stand by now. */
function refreshed<T extends object>(pass: Pass, statuses: T): T {
  const entries = Object.entries(statuses).map(([key, status]: [string, RunStatus]) => {
    const run = runNamed(pass, status);
    return [key, run === undefined ? status : runStatus(run)];
  });
  return Object.fromEntries(entries) as T;
}

function named<Key extends string>(key: Key, run: AnalysisRun | undefined): Partial<Record<Key, RunStatus>> {
  return run === undefined ? {} : ({ [key]: runStatus(run) } as Partial<Record<Key, RunStatus>>);
}

function runStatus({ metadata, status }: AnalysisRun): RunStatus {
  const { phase = '', message } = status ?? {};
  return { name: metadata.name, status: phase, ...(message === undefined ? {} : { message }) };
}

function stepSlot(pass: Pass): Slot {
  const { currentStepIndex = 0, pauseConditions = [] } = statusOf(pass);
  const current = stepRunOf(pass);
  const step = pass.rollout.spec.strategy?.canary?.steps?.[currentStepIndex];
  const isPaused = pauseConditions.length > 0;
  const isOfThisStep =
    current === undefined || current.metadata.labels?.['step-index'] === String(currentStepIndex);
  return {
    current: isPaused || (step?.analysis !== undefined && isOfThisStep) ? current : undefined,
    reference: step?.analysis,
    isDue: !isPaused && step?.analysis !== undefined && isOfThisStep,
    infix: String(currentStepIndex),
    type: 'Step',
    subject: 'Step-based',
  };
}

function backgroundSlot(pass: Pass): Slot {
  const { canary, stableRS, currentPodHash, currentStepIndex = 0 } = statusOf(pass);
  const analysis = pass.rollout.spec.strategy?.canary?.analysis;
  const isUnderWay = stableRS !== currentPodHash && currentStepIndex >= (analysis?.startingStep ?? 0);
  const current = isUnderWay ? runNamed(pass, canary.currentBackgroundAnalysisRunStatus) : undefined;
  return {
    current,
    reference: analysis,
    isDue: isUnderWay && !isPausedFor(pass, 'InconclusiveAnalysisRun'),
    infix: '',
    type: 'Background',
    subject: 'Background',
  };
}

function preSlot(pass: Pass, sets: Sets): Slot {
  const { blueGreen, stableRS } = statusOf(pass);
  const strategy = pass.rollout.spec.strategy?.blueGreen;
  const hash = hashOf(sets.fresh);
  const preview = strategy?.previewReplicaCount;
  const isReady =
    preview === undefined
      ? isSaturated(pass, sets)
      : sets.fresh?.spec.replicas === preview && sets.fresh.status?.availableReplicas === preview;
  const isBefore =
    hash !== stableRS && (blueGreen.activeSelector ?? '') !== '' && blueGreen.activeSelector !== hash;
  return {
    current: runNamed(pass, blueGreen.prePromotionAnalysisRunStatus),
    reference: strategy?.prePromotionAnalysis,
    isDue: isBefore && isReady && !isPausedFor(pass, 'InconclusiveAnalysisRun'),
    infix: 'pre',
    type: 'PrePromotion',
    subject: 'Blue/green pre-promotion',
  };
}

function postSlot(pass: Pass, sets: Sets): Slot {
  const { blueGreen, stableRS } = statusOf(pass);
  const hash = hashOf(sets.fresh);
  const isAfter = hash !== stableRS && blueGreen.activeSelector === hash && isSaturated(pass, sets);
  return {
    current: runNamed(pass, blueGreen.postPromotionAnalysisRunStatus),
    reference: pass.rollout.spec.strategy?.blueGreen?.postPromotionAnalysis,
    isDue: isAfter && !isPausedFor(pass, 'InconclusiveAnalysisRun'),
    infix: 'post',
    type: 'PostPromotion',
    subject: 'Blue/green post-promotion',
  };
}

/** The run that the slot has after this look. */
function follow(pass: Pass, sets: Sets, slot: Slot): AnalysisRun | undefined {
  const { current, reference, isDue } = slot;
  if (reference === undefined) return undefined;
  if (!isDue) return current;
  if (current === undefined || isNeededAgain(pass, current)) return start(pass, sets, slot, reference);
  const { phase, message = '' } = current.status ?? {};
  if (phase === 'Inconclusive') pass.decisions.pauseFor = 'InconclusiveAnalysisRun';
  if (phase === 'Failed' || phase === 'Error')
    pass.decisions.abortedFor = `${slot.subject} analysis phase error/failed: ${message}`;
  return current;
}

/** After an inconclusive run somebody let go on, and after an abort that is tried again. */
function isNeededAgain(pass: Pass, current: AnalysisRun): boolean {
  const { controllerPause, abortedAt } = statusOf(pass);
  const isAtPause = isPausedFor(pass, 'CanaryPauseStep') || isPausedFor(pass, 'BlueGreenPause');
  if (controllerPause === true && !isAtPause) return current.status?.phase === 'Inconclusive';
  return abortedAt !== undefined;
}

function start(pass: Pass, { fresh }: Sets, slot: Slot, reference: AnalysisReference): AnalysisRun {
  const hash = hashOf(fresh);
  const parts = [pass.rollout.metadata.name, hash, String(revisionOf(pass.rollout)), slot.infix];
  return createRun(pass, reference, {
    name: parts.filter((part) => part !== '').join('-'),
    labels: {
      'rollouts-pod-template-hash': hash,
      'rollout-type': slot.type,
      ...(slot.type === 'Step' ? { 'step-index': slot.infix } : {}),
    },
  });
}

const over = new Set<string>(['Successful', 'Failed', 'Error', 'Inconclusive']);

function cancel(pass: Pass, run: AnalysisRun): void {
  if (run.spec.terminate === true || over.has(run.status?.phase ?? '')) return;
  const { resourceVersion: _version, ...metadata } = run.metadata;
  pass.cluster.objects.update(
    analysisRuns,
    { ...run, metadata, spec: { ...run.spec, terminate: true } },
    writer,
  );
}
