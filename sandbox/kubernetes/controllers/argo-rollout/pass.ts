import type { AnalysisRun, Rollout, RolloutSpec, RolloutStatus } from '../../argo-model.ts';
import { type Cluster, timestamp } from '../../cluster.ts';
import { recordEvent } from '../../event-recorder.ts';
import { isSame } from '../../json-path.ts';
import type { ReplicaSet } from '../../model.ts';
import { rollouts } from '../../resources.ts';

const component = 'rollouts-controller';
export const writer = { manager: component };

/** One look at one Rollout. Reads after a write see the write. */
export interface Pass {
  readonly cluster: Cluster;
  rollout: Rollout;
  owned(): ReplicaSet[];
  runs(): AnalysisRun[];
  readonly decisions: Decisions;
  /** Looks again after this long; the soonest counts. */
  again(afterMs: number): void;
}

/** What a look decides about pauses and aborts; written down with the status at its end. */
export interface Decisions {
  pauseFor: string | undefined;
  readonly resumedFrom: Set<string>;
  isResumed: boolean;
  /** Why it is aborted now. */
  abortedFor: string | undefined;
  isAbortLifted: boolean;
}

export function freshDecisions(): Decisions {
  return {
    pauseFor: undefined,
    resumedFrom: new Set(),
    isResumed: false,
    abortedFor: undefined,
    isAbortLifted: false,
  };
}

export const emptyStatus: RolloutStatus = { blueGreen: {}, canary: {} };

export function statusOf({ rollout }: Pass): RolloutStatus {
  return rollout.status ?? emptyStatus;
}

export function replicasOf({ replicas = 1 }: RolloutSpec): number {
  return replicas;
}

export function isAborted(pass: Pass): boolean {
  const { isAbortLifted, abortedFor } = pass.decisions;
  return !isAbortLifted && (abortedFor !== undefined || statusOf(pass).abort === true);
}

/** Nothing moves while somebody has paused it, or an analysis is undecided. */
export function isHalted(pass: Pass): boolean {
  return pass.rollout.spec.paused === true || isPausedFor(pass, 'InconclusiveAnalysisRun');
}

export function isPausedFor(pass: Pass, reason: string): boolean {
  return (statusOf(pass).pauseConditions ?? []).some((each) => each.reason === reason);
}

export function note(pass: Pass, type: 'Normal' | 'Warning', reason: string, message: string): void {
  recordEvent(pass.cluster, pass.rollout, { type, reason, message, component });
}

/** Changes metadata or specification; the status has an endpoint of its own. */
export function writeRollout(pass: Pass, changed: Rollout): void {
  const { resourceVersion: _version, ...metadata } = changed.metadata;
  pass.rollout = pass.cluster.objects.update<Rollout>(rollouts, { ...changed, metadata }, writer);
}

export function writeStatus(pass: Pass, status: RolloutStatus): void {
  const written = withoutZeros(status);
  if (isSame(written, pass.rollout.status)) return;
  const { resourceVersion: _version, ...metadata } = pass.rollout.metadata;
  const next: Rollout = { ...pass.rollout, metadata, status: written };
  pass.rollout = pass.cluster.objects.update<Rollout>(rollouts, next, { ...writer, subresource: 'status' });
}

/** Go leaves out zero values; the index of a step is a pointer, and 0 is kept. */
function withoutZeros(status: RolloutStatus): RolloutStatus {
  const isZero = (value: unknown) =>
    value === undefined || value === '' || value === false || value === 0 || isEmptyList(value);
  const entries = Object.entries(status).filter(
    ([key, value]) => (key === 'currentStepIndex' && value !== undefined) || !isZero(value),
  );
  return { ...emptyStatus, ...Object.fromEntries(entries) };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

export function nowOf({ cluster }: Pass): string {
  return timestamp(cluster.now());
}
