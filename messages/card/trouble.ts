import type { Card, Release, Rollout, TrackedProblem } from '../../src/domain/release/card.ts';
import { isRollingBack } from '../../src/domain/release/follow-rollback.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { bold, type Inline, strike } from '../kit/inline.ts';
import { paragraph, type RichPart } from '../kit/rich-text.ts';
import { logParts } from '../log-lines.ts';
import { rolloutName } from '../names.ts';
import { problemHint, problemSentence } from '../problem.ts';
import { changesSentence } from '../template-changes.ts';
import { controllerLines, servingLines } from './standing.ts';

const mostActive = 4;
const mostRecovered = 2;
const logLines = 12;
/** The first log tells the most; a second one may be of the cause. Later ones are in the thread. */
const logCharacters: readonly number[] = [1_500, 500];

/** Why a rollout does not get on: what still works, the causes with their evidence, what to try. Empty when all is well. */
export function troubleParts(
  card: Card,
  release: Release,
  rollout: Rollout,
  { withLogs }: { readonly withLogs: boolean },
): readonly RichPart[] {
  const active = activeProblems(rollout);
  const recovered = rollout.problems.filter(({ recoveredAt }) => recoveredAt !== undefined);
  const parts = [
    ...lines(changed(rollout)),
    ...lines([...servingLines(rollout, card.version.label), ...controllerLines(rollout)]),
    ...active
      .slice(0, mostActive)
      .flatMap((each, index) => [
        paragraph([problemSentence(each.problem, card.version.label)]),
        ...(withLogs ? evidence(each, logCharacters[index]) : []),
        ...lines(hint(each, rollout)),
      ]),
    ...lines(moreActive(active.length - mostActive)),
    ...recovered
      .slice(-mostRecovered)
      .map(({ problem }) => paragraph([strike(problemSentence(problem, card.version.label)), ' Recovered.'])),
  ].filter((part) => part !== undefined);
  const isAmbiguous = card.releases.length > 1 || release.rollouts.length > 1;
  if (parts.length === 0 || !isAmbiguous) return parts;
  return [...lines([[bold(rolloutName(card, release, rollout))]]), ...parts];
}

/** What is wrong now, the widest first: at equal width in the order of the diagnosis. */
export function activeProblems({ problems }: Rollout): readonly TrackedProblem[] {
  return problems
    .filter(({ recoveredAt }) => recoveredAt === undefined)
    .toSorted((left, right) => right.problem.pods - left.problem.pods);
}

function evidence(
  { log }: TrackedProblem,
  characters: number | undefined,
): readonly (RichPart | undefined)[] {
  return characters === undefined ? [] : logParts(log, { lines: logLines, characters });
}

/** Advice for what is over, or is being taken back, would only be in the way. */
function hint({ problem }: TrackedProblem, rollout: Rollout): readonly (readonly Inline[])[] {
  const said = isInTrouble(rollout) && !isRollingBack(rollout) ? problemHint(problem) : undefined;
  return said === undefined ? [] : [[said]];
}

function changed({ changed: changes = [], revision }: Rollout): readonly (readonly Inline[])[] {
  return changes.length === 0 ? [] : [[changesSentence(changes, revision.images.length > 1)]];
}

function moreActive(count: number): readonly (readonly Inline[])[] {
  if (count <= 0) return [];
  return [[`And ${count} more ${count === 1 ? 'problem' : 'problems'}, in the thread.`]];
}

function lines(said: readonly (readonly Inline[])[]): readonly RichPart[] {
  return said.map(paragraph).filter((part) => part !== undefined);
}
