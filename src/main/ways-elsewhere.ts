import type { GitHub } from '../adapters/github/index.ts';
import { createReleaseTools } from '../adapters/release-tool/index.ts';
import type { RollbackConfig } from '../config/schema.ts';
import type { WayBackKind } from '../domain/rollback/way-back.ts';
import type { Clock, WayBackExecutor } from '../ports.ts';

/** Executors of the ways back that act outside the cluster. */
export type WaysElsewhere = Readonly<Partial<Record<WayBackKind, WayBackExecutor>>>;

/** Those that are configured. */
export function composeWaysElsewhere(
  { tools }: RollbackConfig,
  { clock, github }: { readonly clock: Clock; readonly github?: GitHub | undefined },
): WaysElsewhere {
  return {
    ...(tools.length === 0 ? {} : { webhook: createReleaseTools({ tools, clock }) }),
    ...(github === undefined ? {} : { revert: github.revert }),
  };
}
