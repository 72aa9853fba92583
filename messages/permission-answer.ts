import type { Permission } from '../src/domain/permission/decide-permission.ts';
import type { Grantee } from '../src/domain/permission/grantee.ts';
import { appliesTo, type Deed, type Rule } from '../src/domain/permission/rule.ts';
import { singleLine } from './kit/escape.ts';
import { environmentName, serviceName, teamName } from './names.ts';
import { teams } from './permission.ts';

/** What was asked of `shipmate can`, and what was decided. */
export interface PermissionQuestion {
  readonly person: { readonly name: string; readonly email?: string };
  readonly deed: Deed;
  readonly owner: string | undefined;
  readonly rules: readonly Rule[];
  readonly permission: Permission;
}

const verbs: Readonly<Record<Deed['action'], string>> = {
  rollback: 'roll back',
  approve: 'approve rollbacks of',
  'break-glass': 'roll back, without a second person,',
  lock: 'lock',
  unlock: 'unlock',
};

/** Yes or no, for a terminal: by which rule, or what it would take. */
export function permissionAnswer(question: PermissionQuestion): readonly string[] {
  const { person, deed, owner, rules, permission } = question;
  const name = singleLine(person.name, 80);
  const who = person.email === undefined ? name : `${name} (${singleLine(person.email, 100)})`;
  const what = `${verbs[deed.action]} ${serviceName(deed.service)} in ${environmentName(deed.environment)}`;
  if (permission.isAllowed) {
    return [
      `Yes. ${who} may ${what}: rule "${permission.rule}" lets ${granteeName(permission.as, owner)}.`,
      ...ownerLines(owner),
    ];
  }

  const applicable = rules.filter((rule) => appliesTo(rule, deed));
  const { ownTeams } = permission;
  return [
    `No. ${who} may not ${what}.`,
    ...(applicable.length === 0
      ? ['No rule allows it to anybody: add one to permissions.rules.']
      : ['It takes one of these rules:']),
    ...applicable.map(({ name: rule, to }) => {
      return `  ${rule}: ${to.map((grantee) => granteeName(grantee, owner)).join(', ')}`;
    }),
    ownTeams.length === 0
      ? `${name} is in no team of the configuration.`
      : `${name} is in ${teams(ownTeams, 'and')}.`,
    ...ownerLines(owner),
  ];
}

/** Whoever is the owner is named by the rules above; that nobody is may be a gap of the configuration. */
function ownerLines(owner: string | undefined): readonly string[] {
  return owner === undefined
    ? [
        'The configuration knows no owner of the service. If a label on its workloads names the team, give it with --owner TEAM.',
      ]
    : [];
}

function granteeName(grantee: Grantee, owner: string | undefined): string {
  switch (grantee.kind) {
    case 'owner':
      return owner === undefined ? 'the owning team' : `the owning team, ${teamName(owner)}`;
    case 'everyone':
      return 'everyone';
    case 'team':
      return `team ${teamName(grantee.name)}`;
    case 'group':
      return `the Slack user group ${singleLine(grantee.id, 60)}`;
    case 'person':
      return singleLine(grantee.who, 100);
    default:
      return grantee satisfies never;
  }
}
