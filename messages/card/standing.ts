import type { Rollout } from '../../src/domain/release/card.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { took } from '../kit/duration.ts';
import { bold, type Inline } from '../kit/inline.ts';
import { foreignWords, pods, versionName } from '../names.ts';

type Lines = readonly (readonly Inline[])[];

/** Whether people's customers notice: the first question of everyone who sees a red card. */
export function servingLines(rollout: Rollout, versionLabel: string): Lines {
  const { counts, previousLabel, rollback } = rollout;
  const isMoving = rollout.status === 'progressing' || rollout.status === 'paused';
  if (rollback?.status === 'done' || rollback?.status === 'running') return [];
  if (!isInTrouble(rollout) && !isMoving) return [];

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
  const hasActive = rollout.problems.some(({ recoveredAt }) => recoveredAt === undefined);
  if (hasActive || rollback?.status === 'done' || rollback?.status === 'running') return [];

  const words = foreignWords(rollout.message, 500);
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  switch (status) {
    case 'timed-out':
      return [[`${stalledSentence(rollout)}${says}`]];
    case 'failed':
      return [[`The rollout was given up, and no pod reports an error.${says}`]];
    case 'paused':
      return [['The rollout is paused. kubectl rollout resume lets it go on.']];
    case 'progressing':
      return words === '' ? [] : [[says.trim()]];
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
