import type { Problem, ProblemNode } from '../src/domain/problem/problem.ts';
import { foreignWords, pods } from './names.ts';
import { type Tense, told, toldOf } from './tense.ts';

const scarce: Readonly<Record<string, string>> = {
  MemoryPressure: 'memory',
  DiskPressure: 'disk space',
  PIDPressure: 'process ids',
};

/** `2 pods of v43 are on node node-b, which is not ready: what becomes of them is nothing against v43.` */
export function lostNodeSentence(
  { node, pods: count, message }: Problem,
  version: string,
  tense: Tense,
): string {
  const words = foreignWords(message);
  const verb = toldOf(tense, count, ['is', 'are'], ['was', 'were']);
  const others = node === undefined || node.others === 0 ? '' : ` and ${node.others} more`;
  const nodes = others === '' ? 1 : 2;
  const not = `${toldOf(tense, nodes, ['is', 'are'], ['was', 'were'])} not ready`;
  const fate = told(tense, 'what becomes of', 'what became of');
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  return `${pods(count)} of ${version} ${verb} on node ${nodeName(node)}${others}, which ${not}: ${fate} ${count === 1 ? 'it' : 'them'} is nothing against ${version}.${says}`;
}

export const lostNodeHint =
  'Try: look at the node, not at the release; after a while Kubernetes moves its pods.';

/** ` Node node-b, where 2 of them run, is short of memory.`: what may be the cause. Empty when no node is. */
export function shortNodeWords(
  { node, pods: count }: Problem,
  { isCounted, tense }: { isCounted: boolean; tense: Tense },
): string {
  if (node === undefined || node.shortages.length === 0) return '';
  const some = isCounted && node.pods < count;
  const runs = (of: number) => toldOf(tense, of, ['runs', 'run'], ['ran', 'ran']);
  const who = some ? `${node.pods} of them ${runs(node.pods)}` : `they ${runs(2)}`;
  return ` Node ${nodeName(node)}, where ${count === 1 ? `it ${runs(1)}` : who}, ${shortage(node, tense)}.`;
}

/** `node-b, which is not ready`, `node-b, which is short of memory`: in the middle of a sentence. */
export function nodeWithState(node: ProblemNode): string {
  const state = node.shortages.length === 0 ? 'is not ready' : shortage(node, 'now');
  return `${nodeName(node)}, which ${state}`;
}

/** `is short of memory and disk space and has no network` */
function shortage({ shortages }: ProblemNode, tense: Tense): string {
  const short = shortages.flatMap((each) => (Object.hasOwn(scarce, each) ? [scarce[each]] : []));
  const words = [
    ...(short.length === 0 ? [] : [`${told(tense, 'is', 'was')} short of ${short.join(' and ')}`]),
    ...(shortages.includes('NetworkUnavailable') ? [told(tense, 'has no network', 'had no network')] : []),
  ];
  return words.join(' and ') || told(tense, 'is not well', 'was not well');
}

function nodeName(node: ProblemNode | undefined): string {
  return foreignWords(node?.name ?? '', 253) || 'without a name';
}
