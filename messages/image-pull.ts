import type { Problem } from '../src/domain/problem/problem.ts';
import { foreignWords, imageName } from './names.ts';
import { type Tense, told } from './tense.ts';

export type PullFailure =
  | 'missing'
  | 'denied'
  | 'missing-or-denied'
  | 'never-pull'
  | 'unsigned'
  | 'unreachable'
  | 'other';

const unreachable =
  /no such host|i\/o timeout|connection (?:refused|reset)|deadline exceeded|TLS handshake|too ?many ?requests|registry is unavailable|50[0-4] /i;

/** What a registry's answer means. Docker Hub says the same of a private image and of one that does not exist. */
export function pullFailure(message: string): PullFailure {
  if (/^SignatureValidationFailed/i.test(message)) return 'unsigned';
  if (/pull access denied|does not exist or may require/i.test(message)) return 'missing-or-denied';
  if (
    /denied|unauthorized|forbidden|authentication required|authorization failed|no basic auth/i.test(message)
  ) {
    return 'denied';
  }
  if (/not found|manifest unknown|does not exist|no such manifest|name unknown/i.test(message))
    return 'missing';
  if (/ErrImageNeverPull|pull policy|not present with pull/i.test(message)) return 'never-pull';
  return unreachable.test(message) ? 'unreachable' : 'other';
}

/** `waiting` says how many pods wait for the image: `, and 2 pods of v43 wait for it`; it may be empty. */
export function pullSentence(problem: Problem, waiting: string, tense: Tense): string {
  const doesNot = told(tense, 'does not', 'did not');
  const mayNot = told(tense, 'may not', 'could not');
  const image = `The image ${imageName(problem.image)}`;
  switch (pullFailure(problem.message)) {
    case 'missing':
      return `${image} ${doesNot} exist${waiting}.${told(tense, ' Was it pushed?', '')}`;
    case 'denied':
      return `${image} ${mayNot} be pulled: the registry ${told(tense, 'refuses', 'refused')} access${waiting}.`;
    case 'missing-or-denied':
      return `${image} ${doesNot} exist, or ${mayNot} be pulled: the registry ${doesNot} say which${waiting}.`;
    case 'never-pull':
      return `${image} ${told(tense, 'is not on the node, its pull policy is', 'was not on the node, its pull policy was')} Never${waiting}.`;
    case 'unsigned':
      return `${image} ${told(tense, 'has no signature that the nodes accept', 'had no signature that the nodes accepted')}${waiting}.`;
    case 'unreachable':
    case 'other':
      return `${image} ${told(tense, 'cannot', 'could not')} be pulled${waiting}. Kubernetes says: ${foreignWords(problem.message) || 'nothing'}`;
  }
}

export function pullHint(failure: PullFailure): string {
  switch (failure) {
    case 'missing':
      return 'Try: check the push step of the build, and the tag for a typing error.';
    case 'denied':
      return 'Try: check the imagePullSecrets of the pod, and that they have not expired.';
    case 'missing-or-denied':
      return 'Try: check that the image was pushed, then the imagePullSecrets of the pod.';
    case 'never-pull':
      return 'Try: set imagePullPolicy to IfNotPresent.';
    case 'unsigned':
      return 'Try: sign the image in the build, or check the signature policy of the nodes.';
    case 'unreachable':
      return 'Try: check that the nodes reach the registry; it does not answer them.';
    case 'other':
      return 'Try: pull the image by hand from the same network, with the same credentials.';
  }
}
