import type { Config } from '../config/schema.ts';
import { actions } from '../domain/permission/action.ts';
import { parseGrantee } from '../domain/permission/grantee.ts';
import type { Rule } from '../domain/permission/rule.ts';

/** The configured rules as the domain has them, with what is only short for a rule. */
export function permissionRules({ rules, rollback }: Config['permissions']): readonly Rule[] {
  const written = rules.map(
    (rule): Rule => ({ ...rule, to: rule.to.flatMap((grantee) => parseGrantee(grantee) ?? []) }),
  );
  if (rollback.teams.length === 0) return written;
  const shorthand: Rule = {
    name: 'permissions.rollback.teams',
    allow: actions,
    to: rollback.teams.map((name) => ({ kind: 'team', name })),
    environments: ['*'],
    services: ['*'],
  };
  return [...written, shorthand];
}
