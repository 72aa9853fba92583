import { createGitHub, type GitHub } from '../adapters/github/index.ts';
import type { RollbackConfig } from '../config/schema.ts';
import type { Clock, Log } from '../ports.ts';

/** Undefined when it is not configured. */
export function composeGitHub(
  github: RollbackConfig['github'],
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): GitHub | undefined {
  if (github === undefined) return undefined;
  const { apiUrl, token = '', app } = github;
  return createGitHub({ apiUrl, credentials: app === undefined ? { token } : { app }, log, clock });
}
