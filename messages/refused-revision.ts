import type { Problem } from '../src/domain/problem/problem.ts';
import { foreignWords } from './names.ts';
import { type Tense, told } from './tense.ts';

/** Nothing of the version exists, because its ReplicaSet does not. */
export function notCreatedSentence({ message }: Problem, version: string, tense: Tense): string {
  const words = foreignWords(message) || 'nothing';
  return `No pod of ${version} ${told(tense, 'exists', 'existed')}: its ReplicaSet ${told(tense, 'cannot', 'could not')} be created. Kubernetes says: ${words}`;
}

export function invalidSpecSentence({ message }: Problem, version: string, tense: Tense): string {
  const words = foreignWords(message) || 'nothing';
  return `Argo Rollouts ${told(tense, 'does not', 'did not')} take the specification of ${version}. It ${told(tense, 'says', 'said')}: ${words}`;
}

export function abortedSentence({ message }: Problem, tense: Tense): string {
  const words = foreignWords(message);
  const says = words === '' ? '' : ` Argo Rollouts says: ${words}`;
  return `The rollout was aborted: the traffic ${told(tense, 'goes', 'went')} to the stable version.${says}`;
}

export const invalidSpecHint =
  'Try: kubectl argo rollouts lint -f with the manifest, and correct what it names.';

export const abortedHint =
  'Try: correct what made it abort and deploy that; kubectl argo rollouts retry tries the same version again.';

/** Who refuses pods, or the object that is to make them. */
export function refusalHint(message: string, what: 'pods' | 'ReplicaSet'): string {
  if (/exceeded quota/i.test(message)) {
    return what === 'pods'
      ? 'Try: raise the quota of the namespace, or ask for less.'
      : 'Try: raise the quota of the namespace, or lower revisionHistoryLimit so that old ReplicaSets go.';
  }
  if (/violates PodSecurity|denied the request|admission|webhook/i.test(message)) {
    return 'Try: change the pod template so that the rule lets it pass.';
  }
  if (/serviceaccount .*not found/i.test(message)) return 'Try: create the service account, or roll back.';
  if (/being terminated/i.test(message)) return 'Try: wait until the namespace is gone, then create it anew.';
  return what === 'pods'
    ? 'Try: kubectl describe the ReplicaSet; its events say who refuses the pods.'
    : 'Try: kubectl describe the workload; its events say who refuses the ReplicaSet.';
}
