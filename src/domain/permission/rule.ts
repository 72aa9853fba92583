import { matchesGlob } from '../ownership/match-glob.ts';
import type { Action } from './action.ts';
import type { Grantee } from './grantee.ts';

/** One permission, as data. Rules only allow: what no rule allows is refused, so their order changes nothing. */
export interface Rule {
  /** By which a decision is explained. */
  readonly name: string;
  readonly allow: readonly Action[];
  readonly to: readonly Grantee[];
  /** Patterns; `*` stands for any text. */
  readonly environments: readonly string[];
  readonly services: readonly string[];
}

/** What somebody wants to do, and to what. */
export interface Deed {
  readonly action: Action;
  readonly service: string;
  readonly environment: string;
}

/** Whether the rule speaks of the deed, whoever wants to do it. */
export function appliesTo(rule: Rule, { action, service, environment }: Deed): boolean {
  const matches = (globs: readonly string[], name: string) => globs.some((glob) => matchesGlob(glob, name));
  return (
    rule.allow.includes(action) && matches(rule.environments, environment) && matches(rule.services, service)
  );
}
