import type { Problem, ProblemNode } from '../src/domain/problem/problem.ts';
import { foreignWords, pods } from './names.ts';

const shortages: Readonly<Record<string, string>> = {
  MemoryPressure: 'is short of memory',
  DiskPressure: 'is short of disk space',
  PIDPressure: 'is short of process ids',
  NetworkUnavailable: 'has no network',
};

/** `2 pods of v43 are on node node-b, which is not ready, and are not counted against it.` */
export function lostNodeSentence({ node, pods: count, message }: Problem, version: string): string {
  const words = foreignWords(message);
  const verb = count === 1 ? 'is' : 'are';
  const others = node === undefined || node.others === 0 ? '' : ` and ${node.others} more`;
  const not = others === '' ? 'is not ready' : 'are not ready';
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  return `${pods(count)} of ${version} ${verb} on node ${nodeName(node)}${others}, which ${not}: what becomes of them is nothing against ${version}.${says}`;
}

export const lostNodeHint =
  'Try: look at the node, not at the release; after a while Kubernetes moves its pods.';

/** ` Node node-b, where 2 of them run, is short of memory.`: what may be the cause. Empty when no node is. */
export function shortNodeWords(
  { node, pods: count }: Problem,
  { isCounted }: { isCounted: boolean },
): string {
  if (node === undefined || node.shortages.length === 0) return '';
  const short = node.shortages.map((each) => (Object.hasOwn(shortages, each) ? shortages[each] : each));
  const some = isCounted && node.pods < count ? `${node.pods} of them run` : 'they run';
  const where = count === 1 ? 'where it runs' : `where ${some}`;
  return ` Node ${nodeName(node)}, ${where}, ${short.join(' and ')}.`;
}

function nodeName(node: ProblemNode | undefined): string {
  return foreignWords(node?.name ?? '', 253) || 'without a name';
}
