import type { Problem } from '../src/domain/problem/problem.ts';
import { foreignWords } from './names.ts';

/** Nothing of the version exists, because its ReplicaSet does not. */
export function notCreatedSentence({ message }: Problem, version: string): string {
  const words = foreignWords(message) || 'nothing';
  return `No pod of ${version} exists: its ReplicaSet cannot be created. Kubernetes says: ${words}`;
}

export function invalidSpecSentence({ message }: Problem, version: string): string {
  const words = foreignWords(message) || 'nothing';
  return `Argo Rollouts does not take the specification of ${version}. It says: ${words}`;
}

export function abortedSentence({ message }: Problem): string {
  const words = foreignWords(message);
  const says = words === '' ? '' : ` Argo Rollouts says: ${words}`;
  return `The rollout was aborted: the traffic goes to the stable version.${says}`;
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
