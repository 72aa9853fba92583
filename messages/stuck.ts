import type { Problem } from '../src/domain/problem/problem.ts';
import { describePod, type Place } from './kubectl.ts';
import { foreignWords, pods } from './names.ts';
import { failingProbe, probeName } from './probe.ts';
import { type Tense, told, toldOf } from './tense.ts';

interface Whose {
  readonly version: string;
  readonly tense: Tense;
}

/** `3 pods of v43 run but are not ready: GET /healthz on port 8080 does not pass.` */
export function notReadySentence(
  problem: Problem,
  { container, version, tense }: Whose & { readonly container: string },
): string {
  const { message, pods: count } = problem;
  const verb = toldOf(tense, count, ['runs but is', 'run but are'], ['ran but was', 'ran but were']);
  const whom = `${pods(count)} of ${version} ${verb} not ready`;
  const probe = failingProbe(problem, container, tense);
  if (probe !== undefined) return `${whom}: ${probe}.`;
  const words = foreignWords(message);
  return words === ''
    ? `${whom}: ${container} ${told(tense, 'does not say that it is', 'did not say that it was')}.`
    : `${whom}. Kubernetes says: ${words}`;
}

export function notReadyHint({ probe, container }: Problem): string {
  if (probe !== undefined) {
    return `Try: make the check by hand, ${probeName(probe)} from within the pod; its log may say what it waits for.`;
  }
  if (container === '')
    return 'Try: find who opens the readiness gate, such as a load balancer’s controller.';
  return 'Try: see in its log what it waits for.';
}

export function creatingSentence(problem: Problem, { version, tense }: Whose): string {
  const verb = toldOf(tense, problem.pods, ['is', 'are'], ['was', 'were']);
  const waits = told(tense, 'waits', 'waited');
  const words = foreignWords(problem.message);
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  return `${pods(problem.pods)} of ${version} ${verb} still being created: the node ${waits} for a volume, the network or the image.${says}`;
}

export function gatedSentence(problem: Problem, { version, tense }: Whose): string {
  const verb = toldOf(tense, problem.pods, ['waits', 'wait'], ['waited', 'waited']);
  return `${pods(problem.pods)} of ${version} ${verb} behind a scheduling gate that nobody ${told(tense, 'opens', 'opened')}.`;
}

export function initSentence(
  problem: Problem,
  { container, version, tense }: Whose & { readonly container: string },
): string {
  const verb = toldOf(tense, problem.pods, ['waits', 'wait'], ['waited', 'waited']);
  const how = told(tense, 'runs and does not come', 'ran and did not come');
  return `${pods(problem.pods)} of ${version} ${verb} for ${container}, which ${how} to an end.`;
}

/** A node took the pods and would not run them. */
export function rejectedSentence(problem: Problem, version: string): string {
  const verb = problem.pods === 1 ? 'was' : 'were';
  const words = foreignWords(problem.message);
  return `${pods(problem.pods)} of ${version} ${verb} refused by ${problem.pods === 1 ? 'its node' : 'their nodes'}${words === '' ? '.' : `. Kubernetes says: ${words}`}`;
}

const rejections: readonly (readonly [RegExp, string])[] = [
  [/^AppArmor/, 'Try: load the AppArmor profile on the nodes, or drop it from the pod template.'],
  [/^SysctlForbidden/, 'Try: allow the sysctl on the nodes, or drop it from the pod template.'],
  [/^DeadlineExceeded/, 'Try: drop activeDeadlineSeconds from the pod template; a service has no deadline.'],
  [/^OutOf/, 'Try: look for pods that are placed past the scheduler, and give the nodes more room.'],
  [/^Node(?:Affinity|Ports)/, 'Try: compare the labels and ports of the node with what the pod asks for.'],
];

export function rejectedHint(problem: Problem, place: Place): string {
  return (
    rejections.find(([words]) => words.test(problem.message))?.[1] ??
    `Try: ${describePod(problem, place)}; its status says what the node could not give.`
  );
}
