import type { WayBack } from '../../src/domain/rollback/way-back.ts';
import { foreignWords } from '../names.ts';

/** What Shipmate may not do, and who can let it. */
export function forbiddenSentence(rule: string, way: WayBack): string {
  if (way.kind === 'webhook') {
    return `I may not ${foreignWords(rule, 400)}. Nothing was changed. Compare the secret in rollback.tools with the one that the tool has, and what it lets Shipmate do.`;
  }
  const role = way.kind === 'helm' ? 'roles' : 'role';
  return `My service account may not ${foreignWords(rule, 200)}. Nothing was changed. An administrator can grant it with the rollback ${role} in deploy/kubernetes/rollback.`;
}
