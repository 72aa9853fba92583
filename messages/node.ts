import type { Problem, ProblemNode } from '../src/domain/problem/problem.ts';
import { foreignWords, pods } from './names.ts';

const scarce: Readonly<Record<string, string>> = {
  MemoryPressure: 'memory',
  DiskPressure: 'disk space',
  PIDPressure: 'process ids',
};

/** `2 pods of v43 are on node node-b, which is not ready: what becomes of them is nothing against v43.` */
export function lostNodeSentence({ node, pods: count, message }: Problem, version: string): string {
  const words = foreignWords(message);
  const verb = count === 1 ? 'is' : 'are';
  const others = node === undefined || node.others === 0 ? '' : ` and ${node.others} more`;
  const not = others === '' ? 'is not ready' : 'are not ready';
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  return `${pods(count)} of ${version} ${verb} on node ${nodeName(node)}${others}, which ${not}: what becomes of ${count === 1 ? 'it' : 'them'} is nothing against ${version}.${says}`;
}

export const lostNodeHint =
  'Try: look at the node, not at the release; after a while Kubernetes moves its pods.';

/** ` Node node-b, where 2 of them run, is short of memory.`: what may be the cause. Empty when no node is. */
export function shortNodeWords(
  { node, pods: count }: Problem,
  { isCounted }: { isCounted: boolean },
): string {
  if (node === undefined || node.shortages.length === 0) return '';
  const some = isCounted && node.pods < count;
  const who = some ? `${node.pods} of them ${node.pods === 1 ? 'runs' : 'run'}` : 'they run';
  return ` Node ${nodeName(node)}, where ${count === 1 ? 'it runs' : who}, ${shortage(node)}.`;
}

/** `node-b, which is not ready`, `node-b, which is short of memory`: in the middle of a sentence. */
export function nodeWithState(node: ProblemNode): string {
  const state = node.shortages.length === 0 ? 'is not ready' : shortage(node);
  return `${nodeName(node)}, which ${state}`;
}

/** `is short of memory and disk space and has no network` */
function shortage({ shortages }: ProblemNode): string {
  const short = shortages.flatMap((each) => (Object.hasOwn(scarce, each) ? [scarce[each]] : []));
  const words = [
    ...(short.length === 0 ? [] : [`is short of ${short.join(' and ')}`]),
    ...(shortages.includes('NetworkUnavailable') ? ['has no network'] : []),
  ];
  return words.join(' and ') || 'is not well';
}

function nodeName(node: ProblemNode | undefined): string {
  return foreignWords(node?.name ?? '', 253) || 'without a name';
}
