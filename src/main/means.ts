import type { RollbackConfig } from '../config/schema.ts';
import type { Means } from '../domain/rollback/means.ts';
import { repositoryRules } from './repository-rules.ts';

/** What the configuration lets Shipmate use to take workloads back. */
export function meansOf({ argocd, helm, suspendFluxForMs, github, tools }: RollbackConfig): Means {
  return { argocd, helm, suspendFluxForMs, repositories: repositoryRules(github), tools };
}
