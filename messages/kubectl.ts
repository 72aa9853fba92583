import type { Problem } from '../src/domain/problem/problem.ts';
import { foreignWords } from './names.ts';

/** Where commands are to be typed; absent in messages that should not change with every pod that comes and goes. */
export type Place = { readonly namespace: string } | undefined;

/** `kubectl describe pod payments-api-7d9f-x -n prod`; in words where the pod is not to be named. */
export function describePod({ pod }: Problem, place: Place): string {
  const name = podName(pod, place);
  return name === undefined ? 'kubectl describe the pod' : `kubectl describe pod ${name}`;
}

/** The last lines are shown already; what came before them is a command away. */
export function moreOfTheLog(
  problem: Problem,
  place: Place,
  { isPrevious }: { isPrevious: boolean },
): string {
  const container = foreignWords(problem.container, 63);
  const name = podName(problem.pod, place);
  if (name === undefined || container === '') return 'Try: see in the log what it could not do.';
  const previous = isPrevious ? ' --previous' : '';
  return `Try: kubectl logs ${name} -c ${container}${previous} shows what came before its end.`;
}

/** The name with its namespace, as kubectl takes it. */
export function podName(pod: string, place: Place): string | undefined {
  const name = foreignWords(pod, 253);
  if (name === '' || place === undefined) return undefined;
  const namespace = foreignWords(place.namespace, 63);
  return namespace === '' ? name : `${name} -n ${namespace}`;
}
