import type { RollbackConfig } from '../config/schema.ts';
import type { RepositoryRule } from '../domain/rollback/means.ts';

/** The repositories in which changes may be reverted. */
export function repositoryRules(github: RollbackConfig['github']): readonly RepositoryRule[] {
  if (github === undefined) return [];
  const host = github.gitHost ?? hostOfRepositories(github.apiUrl);
  return github.repositories.map(({ name, branch, merge, applied }) => ({
    name,
    host,
    branch,
    how: merge === 'auto' ? 'merge' : 'pull-request',
    applied,
  }));
}

/** The API of github.com and of data residency (`api.acme.ghe.com`) has a host of its own, a server's has not. */
function hostOfRepositories(apiUrl: string): string {
  return new URL(apiUrl).hostname.replace(/^api\./, '');
}
