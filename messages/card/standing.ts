import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import type { Rollout } from '../../src/domain/release/card.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { isAborted } from '../../src/domain/rollout/particulars.ts';
import { runsToAnEnd } from '../../src/domain/rollout/workload.ts';
import { took } from '../kit/duration.ts';
import { bold, type Inline } from '../kit/inline.ts';
import { foreignWords, pods, versionName } from '../names.ts';
import { abortedSentence, analysisWords, strategyPause } from './course.ts';

type Lines = readonly (readonly Inline[])[];

/** Whether people's customers notice: the first question of everyone who sees a red card. */
export function servingLines(rollout: Rollout, versionLabel: string): Lines {
  const { counts, previousLabel, rollback } = rollout;
  const isMoving = rollout.status === 'progressing' || rollout.status === 'paused';
  if (rollback?.status === 'done' || rollback?.status === 'running') return [];
  if ((!isInTrouble(rollout) && !isMoving) || runsToAnEnd(rollout.workload)) return [];

  if (counts.oldAvailable > 0) return [[olderPods(counts.oldAvailable, previousLabel, versionLabel)]];
  const isDown = isInTrouble(rollout) && counts.desired > 0 && counts.updatedAvailable === 0;
  return isDown ? [[bold('No pod is ready to serve traffic now.')]] : [];
}

function olderPods(count: number, previousLabel: string | undefined, versionLabel: string): string {
  const verb = count === 1 ? 'serves' : 'serve';
  // A restart and a new configuration have the same name as what they replace.
  const isNamed = previousLabel !== undefined && previousLabel !== versionLabel;
  const which = isNamed
    ? `${pods(count)} of ${versionName(previousLabel)}`
    : `${count} older ${count === 1 ? 'pod' : 'pods'}`;
  return `${which} still ${verb} traffic.`;
}

/** What is known when no pod says anything: the controller's own words, or that nothing moves. */
export function controllerLines(rollout: Rollout): Lines {
  const { status, rollback } = rollout;
  const hasActive = rollout.problems.some(
    ({ problem, recoveredAt }) => recoveredAt === undefined && countsAgainstRelease(problem),
  );
  if (hasActive || rollback?.status === 'done' || rollback?.status === 'running') return [];

  const words = foreignWords(rollout.message, 500);
  const says =
    words === ''
      ? ''
      : ` ${rollout.workload.kind === 'Rollout' ? 'Argo Rollouts' : 'Kubernetes'} says: ${words}`;
  switch (status) {
    case 'timed-out':
      return [[`${stalledSentence(rollout)}${says}`]];
    case 'failed':
      return [[`${givenUpSentence(rollout)}${says}`]];
    case 'paused':
      return [pausedSentence(rollout)];
    case 'progressing':
      return progressLines(rollout, says.trim());
    case 'waiting-for-deletes':
      return [[deletesSentence(rollout)]];
    case 'partition-complete':
      return [[partitionSentence(rollout)]];
    case 'failing':
    case 'complete':
    case 'superseded':
    case 'rolled-back':
    case 'deleted':
      return [];
    default:
      return status satisfies never;
  }
}

function stalledSentence({ progress, startedAt, endedAt }: Rollout): string {
  const since = progress?.at ?? startedAt;
  const time = endedAt === undefined ? '' : took(endedAt - since);
  return `Nothing has moved${time === '' ? '' : ` for ${time}`} and no pod reports an error.`;
}

function givenUpSentence({ particulars }: Rollout): string {
  if (isAborted(particulars)) return abortedSentence;
  return 'The rollout was given up, and no pod reports an error.';
}

function pausedSentence(rollout: Rollout): readonly Inline[] {
  if (runsToAnEnd(rollout.workload))
    return ['The job is suspended: it starts when spec.suspend is taken off.'];
  return strategyPause(rollout) ?? ['The rollout is paused. kubectl rollout resume lets it go on.'];
}

/** An analysis decides whether it goes on. Argo's own words on the way say no more than the counts do. */
function progressLines({ particulars, workload }: Rollout, says: string): Lines {
  const analysis = particulars?.kind === 'job' ? undefined : particulars?.analysis;
  if (analysis !== undefined) return [[analysisWords(analysis)]];
  if (workload.kind === 'Rollout') return [];
  return says === '' ? [] : [[says]];
}

function deletesSentence({ counts, workload }: Rollout): string {
  const left = Math.max(0, counts.desired - counts.updated);
  const they = left === 1 ? '1 old pod is' : `${left} old pods are`;
  return `The ${workload.kind} has the update strategy OnDelete: ${they} replaced only when somebody deletes ${left === 1 ? 'it' : 'them'}.`;
}

function partitionSentence({ counts, previousLabel }: Rollout): string {
  const kept = Math.max(0, counts.desired - counts.updated);
  const where = previousLabel === undefined ? 'as they are' : `on ${versionName(previousLabel)}`;
  return `The partition keeps ${pods(kept)} ${where}. Lower it to go on.`;
}
