import type { Grantee } from './grantee.ts';
import { isCalled, isMember } from './membership.ts';
import { appliesTo, type Deed, type Rule } from './rule.ts';

/** A team as permission sees it: its people by e-mail or Slack user id, and those of its Slack usergroup. */
export interface TeamMembership {
  readonly name: string;
  readonly members: readonly string[];
  /** Slack user ids; empty when the team has no usergroup. */
  readonly groupMembers: readonly string[];
}

/** A Slack usergroup that a rule names by itself. */
export interface GroupMembership {
  readonly id: string;
  /** Slack user ids. */
  readonly members: readonly string[];
}

export interface PermissionRequest {
  readonly deed: Deed;
  readonly person: { readonly userId: string; readonly email?: string };
  /** The team that owns the service; absent when nobody does. */
  readonly owner?: string;
  readonly rules: readonly Rule[];
  readonly teams: readonly TeamMembership[];
  readonly groups: readonly GroupMembership[];
}

export type Permission =
  | {
      readonly isAllowed: true;
      /** Name of the rule that decided. */
      readonly rule: string;
      /** Whom of its grantees the person is. */
      readonly as: Grantee;
    }
  | {
      readonly isAllowed: false;
      /** Who could: the grantees of every rule that speaks of the deed, the owning team by its name. */
      readonly allowed: readonly Grantee[];
      readonly ownTeams: readonly string[];
    };

/** Whether a person may do something, by the rule that decided. Asked when a button is pressed, not when it is shown. */
export function decidePermission(request: PermissionRequest): Permission {
  const { deed, rules, teams, person, owner } = request;
  const applicable = rules.filter((rule) => appliesTo(rule, deed));
  for (const rule of applicable) {
    const as = rule.to.find((grantee) => named(grantee, owner).some((each) => isGrantee(each, request)));
    if (as !== undefined) return { isAllowed: true, rule: rule.name, as };
  }
  return {
    isAllowed: false,
    allowed: granteesOf(applicable, owner),
    ownTeams: teams.filter((team) => isMember(person, team)).map(({ name }) => name),
  };
}

/** Whom rules let, each once; the owner by name, because that is who people know. */
export function granteesOf(rules: readonly Rule[], owner: string | undefined): readonly Grantee[] {
  const grantees = rules.flatMap(({ to }) => to.flatMap((grantee) => named(grantee, owner)));
  return [...new Map(grantees.map((grantee) => [JSON.stringify(grantee), grantee])).values()];
}

/** A service that nobody owns has no owner who could be let. */
function named(grantee: Grantee, owner: string | undefined): Exclude<Grantee, { kind: 'owner' }>[] {
  if (grantee.kind !== 'owner') return [grantee];
  return owner === undefined ? [] : [{ kind: 'team', name: owner }];
}

function isGrantee(
  grantee: Exclude<Grantee, { kind: 'owner' }>,
  { person, teams, groups }: PermissionRequest,
): boolean {
  switch (grantee.kind) {
    case 'everyone':
      return true;
    case 'team':
      return teams.some((team) => team.name === grantee.name && isMember(person, team));
    case 'group':
      return groups.some(({ id, members }) => id === grantee.id && members.includes(person.userId));
    case 'person':
      return isCalled(person, grantee.who);
    default:
      return grantee satisfies never;
  }
}
