import type { Card, Release, Rollout, TrackedProblem } from '../../src/domain/release/card.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { duration } from '../kit/duration.ts';
import { bold, type Inline, strike } from '../kit/inline.ts';
import { paragraph, type RichPart } from '../kit/rich-text.ts';
import { logParts } from '../log-lines.ts';
import { foreignWords, pods, rolloutName, versionName } from '../names.ts';
import { problemHint, problemSentence } from '../problem.ts';

const logSize = { lines: 12, characters: 1_500 };
const mostProblems = 5;

/** Why a rollout does not get on, with the evidence, what still works and what to try. Empty when all is well. */
export function troubleParts(card: Card, release: Release, rollout: Rollout): readonly RichPart[] {
  const label = card.version.label;
  const shown = rollout.problems.slice(0, mostProblems);
  const more = rollout.problems.length - shown.length;
  const lines: readonly (readonly Inline[])[] = [
    ...controllerLines(rollout),
    ...servingLines(rollout),
    ...(more > 0 ? [[`And ${more} more ${more === 1 ? 'problem' : 'problems'}.`]] : []),
  ];
  const parts = [
    ...shown.flatMap((tracked) => problemParts(tracked, label)),
    ...lines.map((line) => paragraph(line)),
  ].filter((part) => part !== undefined);
  const isAmbiguous = card.releases.length > 1 || release.rollouts.length > 1;
  const heading =
    isAmbiguous && parts.length > 0 ? paragraph([bold(rolloutName(card, release, rollout))]) : undefined;
  return heading === undefined ? parts : [heading, ...parts];
}

function problemParts(tracked: TrackedProblem, label: string): readonly (RichPart | undefined)[] {
  const { problem, recoveredAt, log } = tracked;
  const sentence = problemSentence(problem, label);
  if (recoveredAt !== undefined) return [paragraph([strike(sentence), ' Recovered.'])];
  const hint = problemHint(problem);
  return [
    paragraph([sentence]),
    ...logParts(log, logSize),
    hint === undefined ? undefined : paragraph([hint]),
  ];
}

/** What is known when no pod says anything: the controller's own words, or that nothing moves. */
function controllerLines(rollout: Rollout): readonly (readonly Inline[])[] {
  const hasActive = rollout.problems.some(({ recoveredAt }) => recoveredAt === undefined);
  const words = foreignWords(rollout.message, 500);
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  if (hasActive || rollout.rollback?.status === 'done') return [];
  if (rollout.status === 'timed-out') return [[`${stalledSentence(rollout)}${says}`]];
  if (rollout.status === 'failed') return [[`The rollout was given up, and no pod reports an error.${says}`]];
  if (rollout.status === 'paused') return [['The rollout is paused. kubectl rollout resume lets it go on.']];
  return rollout.status === 'progressing' && words !== '' ? [[says.trim()]] : [];
}

function stalledSentence({ progress, startedAt, endedAt }: Rollout): string {
  const since = progress?.at ?? startedAt;
  const time = endedAt === undefined ? '' : ` for ${duration(endedAt - since)}`;
  return `Nothing has moved${time} and no pod reports an error.`;
}

/** Whether people's customers notice: the first question of everyone who sees a red card. */
function servingLines(rollout: Rollout): readonly (readonly Inline[])[] {
  const { counts, previousLabel, rollback } = rollout;
  const isMoving = rollout.status === 'progressing' || rollout.status === 'paused';
  if (rollback?.status === 'done' || !(isInTrouble(rollout) || isMoving)) return [];
  if (rollback?.status === 'running') return [];
  const previous = previousLabel === undefined ? 'the version before' : versionName(previousLabel);
  if (counts.oldAvailable > 0) {
    const verb = counts.oldAvailable === 1 ? 'serves' : 'serve';
    return [[`${pods(counts.oldAvailable)} of ${previous} still ${verb} traffic.`]];
  }
  const isDown = isInTrouble(rollout) && counts.desired > 0 && counts.updatedAvailable === 0;
  return isDown ? [[bold('No pod is ready to serve traffic now.')]] : [];
}
