import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forbiddenSentence } from '../../../messages/rollback/forbidden.ts';
import type { WayBack } from '../../../src/domain/rollback/way-back.ts';

const name = { namespace: 'apps', name: 'payments' };

const left = 'Nothing was changed.';

describe('a right that is missing', () => {
  it.each<[string, WayBack, string]>([
    ['an undo', { kind: 'undo' }, 'the rollback role in deploy/kubernetes/rollback.'],
    [
      'Argo CD',
      { kind: 'argocd-history', application: name, entries: [], later: 0 },
      'argo-cd-role.yaml in deploy/kubernetes/rollback.',
    ],
    ['Helm', { kind: 'helm', release: name }, 'helm-role.yaml in deploy/kubernetes/rollback.'],
  ])('of %s names the role that grants it', (_who, way, ending) => {
    const sentence = forbiddenSentence('patch what it takes', way, left);
    const file = /([\w-]+\.yaml) in/.exec(ending)?.[1] ?? 'role.yaml';

    expect(sentence.endsWith(ending)).toBe(true);
    expect(existsSync(`deploy/kubernetes/rollback/${file}`)).toBe(true);
  });

  it('of a Flux that is suspended names both roles that it takes', () => {
    const way = {
      kind: 'suspend-and-undo',
      owner: 'Kustomization',
      object: name,
      suspendedForMs: 1,
    } as const;

    expect(forbiddenSentence('patch kustomizations in namespace apps', way, left)).toContain(
      'the rollback role in deploy/kubernetes/rollback, and the one in deploy/kubernetes/rollback/flux.',
    );
    expect(existsSync('deploy/kubernetes/rollback/flux/role.yaml')).toBe(true);
  });
});
