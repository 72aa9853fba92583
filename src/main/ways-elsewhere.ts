import { createReleaseTools } from '../adapters/release-tool/index.ts';
import type { RollbackConfig } from '../config/schema.ts';
import type { WayBackKind } from '../domain/rollback/way-back.ts';
import type { Clock, Log, WayBackExecutor } from '../ports.ts';

/** Executors of the ways back that act outside the cluster. */
export type WaysElsewhere = Readonly<Partial<Record<WayBackKind, WayBackExecutor>>>;

/** Those that are configured. */
export function composeWaysElsewhere(
  { tools }: RollbackConfig,
  { clock }: { readonly log: Log; readonly clock: Clock },
): WaysElsewhere {
  return { ...(tools.length === 0 ? {} : { webhook: createReleaseTools({ tools, clock }) }) };
}
