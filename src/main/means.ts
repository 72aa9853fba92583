import type { RollbackConfig } from '../config/schema.ts';
import type { Means } from '../domain/rollback/means.ts';

/** What the configuration lets Shipmate use to take workloads back. */
export function meansOf({ argocd, helm, suspendFluxForMs, tools }: RollbackConfig): Means {
  return { argocd, helm, suspendFluxForMs, repositories: [], tools };
}
