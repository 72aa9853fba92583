import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import type { Card, Release, Rollout, TrackedProblem } from '../../src/domain/release/card.ts';
import { isRollingBack } from '../../src/domain/release/follow-rollback.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { companionSentence } from '../companions.ts';
import { moment } from '../kit/date.ts';
import { bold, type Inline, strike } from '../kit/inline.ts';
import { paragraph, type RichPart } from '../kit/rich-text.ts';
import { logParts } from '../log-lines.ts';
import { rolloutName } from '../names.ts';
import { problemSentence, withFullStop } from '../problem.ts';
import { problemHint } from '../problem-hint.ts';
import { changesSentence } from '../template-changes.ts';
import type { Tense } from '../tense.ts';
import { olderLines } from './older.ts';
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
        paragraph(
          dated(
            problemSentence(each.problem, card.version.label, tenseOf(rollout)),
            since(each, active.length),
          ),
        ),
        ...lines(companionLines(each, active)),
        ...(withLogs ? evidence(each, logCharacters[index]) : []),
        ...lines(hint(each, rollout)),
      ]),
    ...lines(moreActive(active.length - mostActive)),
    ...lines(olderLines(rollout, card.version.label).map((line) => [line])),
    ...recovered
      .slice(-mostRecovered)
      .map(({ problem }) =>
        paragraph([strike(withFullStop(problemSentence(problem, card.version.label))), ' Recovered.']),
      ),
  ].filter((part) => part !== undefined);
  const isAmbiguous = card.releases.length > 1 || release.rollouts.length > 1;
  if (parts.length === 0 || !isAmbiguous) return parts;
  return [...lines([[bold(rolloutName(card, release, rollout))]]), ...parts];
}

/** What is wrong now, the widest first: at equal width in the order of the diagnosis. What is beside it comes last. */
export function activeProblems({ problems }: Rollout): readonly TrackedProblem[] {
  const weight = ({ problem }: TrackedProblem) => (countsAgainstRelease(problem) ? 0 : 1);
  return problems
    .filter(({ recoveredAt }) => recoveredAt === undefined)
    .toSorted((left, right) => weight(left) - weight(right) || right.problem.pods - left.problem.pods);
}

/** What was taken back has no problem any more: its card tells which it had. */
export function tenseOf({ rollback, status }: Rollout): Tense {
  return status === 'rolled-back' || rollback?.status === 'done' ? 'then' : 'now';
}

/** The headline says since when there is trouble; each of several has a time of its own, and so has what took a while. */
function since({ problem, firstSeenAt }: TrackedProblem, count: number): readonly Inline[] {
  if (count < 2 && problem.since === undefined) return [];
  return [' Since ', moment(problem.since ?? firstSeenAt), '.'];
}

function dated(sentence: string, date: readonly Inline[]): readonly Inline[] {
  return date.length === 0 ? [sentence] : [withFullStop(sentence), ...date];
}

function companionLines(
  { problem }: TrackedProblem,
  active: readonly TrackedProblem[],
): readonly (readonly Inline[])[] {
  const said = companionSentence(
    problem,
    active.map((each) => each.problem),
  );
  return said === undefined ? [] : [[said]];
}

function evidence(
  { log }: TrackedProblem,
  characters: number | undefined,
): readonly (RichPart | undefined)[] {
  return characters === undefined ? [] : logParts(log, { lines: logLines, characters });
}

/** Advice for what is over, or is being taken back, would only be in the way. */
function hint({ problem }: TrackedProblem, rollout: Rollout): readonly (readonly Inline[])[] {
  const isWanted = isInTrouble(rollout) || !countsAgainstRelease(problem);
  return isWanted && !isRollingBack(rollout) ? [[problemHint(problem, rollout.workload)]] : [];
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
