import type { GitHub } from '../adapters/github/index.ts';
import type { RollbackConfig } from '../config/schema.ts';
import type { WayBackKind } from '../domain/rollback/way-back.ts';
import type { Clock, Log, WayBackExecutor } from '../ports.ts';

/** Executors of the ways back that act outside the cluster. */
export type WaysElsewhere = Readonly<Partial<Record<WayBackKind, WayBackExecutor>>>;

/** Those that are configured. */
export function composeWaysElsewhere(
  _config: RollbackConfig,
  { github }: { readonly log: Log; readonly clock: Clock; readonly github?: GitHub | undefined },
): WaysElsewhere {
  return { ...(github === undefined ? {} : { revert: github.revert }) };
}
