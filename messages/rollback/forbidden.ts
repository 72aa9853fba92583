import type { WayBack } from '../../src/domain/rollback/way-back.ts';
import { foreignWords } from '../names.ts';

/** What Shipmate may not do, what that left, and who can let it. */
export function forbiddenSentence(rule: string, way: WayBack, left: string): string {
  if (way.kind === 'webhook') {
    return `I may not ${foreignWords(rule, 400)}. ${left} Compare the secret in rollback.tools with the one that the tool has, and what it lets Shipmate do.`;
  }
  return `My service account may not ${foreignWords(rule, 200)}. ${left} An administrator can grant it with ${roleFor(way)}.`;
}

/** Some of the roles are left out unless they are asked for: applying the folder would not grant those. */
function roleFor({ kind }: WayBack): string {
  const folder = 'deploy/kubernetes/rollback';
  if (kind === 'argocd-history') return `argo-cd-role.yaml in ${folder}`;
  if (kind === 'helm') return `the rollback role and helm-role.yaml in ${folder}`;
  if (kind === 'suspend-and-undo') return `the rollback role in ${folder}, and the one in ${folder}/flux`;
  return `the rollback role in ${folder}`;
}
