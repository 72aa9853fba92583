import { type PauseCondition, type RolloutStatus, secondsOf } from '../../argo-model.ts';
import { nowOf, type Pass, statusOf } from './pass.ts';

type PauseStatus = Pick<RolloutStatus, 'abort' | 'abortedAt' | 'controllerPause' | 'pauseConditions'>;

/** What stands after this look: an abort takes all pauses off (CalculatePauseStatus in rollout/pause.go). */
export function pauseStatus(pass: Pass): PauseStatus {
  const { decisions } = pass;
  const before = statusOf(pass);
  const wasAborted = !decisions.isAbortLifted && before.abort === true;
  if (decisions.abortedFor !== undefined || wasAborted)
    return { abort: true, abortedAt: before.abortedAt ?? nowOf(pass) };
  if (decisions.isResumed) return {};

  const known = before.pauseConditions ?? [];
  const kept = known.filter(({ reason }) => !decisions.resumedFrom.has(reason));
  const added = addedPause(pass, known);
  const pauseConditions = [...kept, ...added];
  if (pauseConditions.length === 0) return {};
  return { controllerPause: added.length > 0 || before.controllerPause === true, pauseConditions };
}

function addedPause(pass: Pass, known: PauseCondition[]): PauseCondition[] {
  const { pauseFor: reason } = pass.decisions;
  if (reason === undefined || known.some((each) => each.reason === reason)) return [];
  return [{ reason, startTime: nowOf(pass) }];
}

export function pauseOf(pass: Pass, reason: string): PauseCondition | undefined {
  return (statusOf(pass).pauseConditions ?? []).find((each) => each.reason === reason);
}

/** How much of a pause is left, in the stand-in's milliseconds; 0 when it is over. */
export function leftOf(pass: Pass, pause: PauseCondition, duration: string | number): number {
  const { cluster } = pass;
  // A second more: start times have whole seconds, and a pause must not be over before it was one.
  const startedAt = Date.parse(pause.startTime) + 1000;
  const endsAt = startedAt + cluster.paced((secondsOf(duration) ?? 0) * 1000);
  return Math.max(0, endsAt - cluster.now().getTime());
}

/** Somebody took the pause off: the controller's own mark still stands, the reason does not. */
export function isUnpaused(pass: Pass, reason: string): boolean {
  return statusOf(pass).controllerPause === true && pauseOf(pass, reason) === undefined;
}
