import type { Problem } from '../../src/domain/problem/problem.ts';
import { versionLabel } from '../../src/domain/release/version.ts';
import { foreignWords, pods } from '../names.ts';
import { problemSentence } from '../problem.ts';
import { problemHint } from '../problem-hint.ts';

export interface LonePodsNote {
  readonly namespace: string;
  readonly owner: string;
  readonly pods: readonly string[];
  readonly problems: readonly Problem[];
}

export interface PassedOver {
  readonly lonePods: readonly LonePodsNote[];
  readonly ignored: ReadonlyMap<string, number>;
  readonly unknown: number;
}

const mostGroups = 10;
const mostNames = 3;
const mostProblems = 3;
const mostKinds = 12;

/** What was among the objects and is not in the explanation, and why: for stderr. */
export function passedOverLines({ lonePods, ignored, unknown }: PassedOver): string[] {
  const more = lonePods.length - mostGroups;
  return [
    ...lonePods.slice(0, mostGroups).flatMap(lonePodsLines),
    ...(more > 0 ? [`And pods of ${more} more owners that are not among these objects.`] : []),
    ...ignoredLine(ignored),
    ...(unknown === 0 ? [] : [`Passed over ${count(unknown, 'value')} without a kind or a name.`]),
  ];
}

function lonePodsLines(group: LonePodsNote): string[] {
  const names = group.pods.slice(0, mostNames).map((name) => foreignWords(name, 253));
  const others = group.pods.length - names.length;
  const listed = `${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
  const namespace = foreignWords(group.namespace, 63);
  const where = namespace === '' ? '' : ` in ${namespace}`;
  const problems = group.problems.slice(0, mostProblems);
  return [
    `${pods(group.pods.length)}${where} without ${group.pods.length === 1 ? 'its' : 'their'} workload: ${listed}. ${reason(group)}`,
    ...problems.map(
      (problem) =>
        `  ${problemSentence(problem, versionLabel(problem.image))} ${problemHint(problem, group)}`,
    ),
  ];
}

function reason({ owner }: LonePodsNote): string {
  const name = foreignWords(owner, 320);
  if (name === '') return 'Nothing controls them, so Shipmate does not follow them.';
  return `${name} is not among these objects, or no Deployment owns it.`;
}

function ignoredLine(ignored: ReadonlyMap<string, number>): string[] {
  if (ignored.size === 0) return [];
  const kinds = [...ignored].toSorted(([, one], [, other]) => other - one);
  const named = kinds.slice(0, mostKinds).map(([kind, number]) => `${number} ${foreignWords(kind, 63)}`);
  const more = kinds.length - named.length;
  return [`Passed over, by kind: ${named.join(', ')}${more > 0 ? ` and ${count(more, 'more kind')}` : ''}.`];
}

function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`;
}
