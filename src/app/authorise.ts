import {
  decidePermission,
  type GroupMembership,
  granteesOf,
  type Permission,
  type TeamMembership,
} from '../domain/permission/decide-permission.ts';
import type { Grantee } from '../domain/permission/grantee.ts';
import { appliesTo, type Deed, type Rule } from '../domain/permission/rule.ts';
import type { People, SlackPerson } from '../ports.ts';

export interface AuthoriseRequest extends Deed {
  readonly userId: string;
  readonly owner: string | undefined;
}

export interface Authorised {
  readonly permission: Permission;
  readonly person: SlackPerson;
}

export type Authorise = (request: AuthoriseRequest) => Promise<Authorised>;

export interface AuthoriseSettings {
  readonly teams: readonly {
    readonly name: string;
    readonly members: readonly string[];
    readonly slackGroup?: string | undefined;
  }[];
  readonly rules: readonly Rule[];
}

/** Asks Slack who somebody is and which teams and usergroups they belong to, then the rules. */
export function createAuthorise(people: People, settings: AuthoriseSettings): Authorise {
  const { teams, rules } = settings;

  return async ({ userId, owner, ...deed }) => {
    const decisive = granteesOf(
      rules.filter((rule) => appliesTo(rule, deed)),
      owner,
    );
    const [person, memberships, groups] = await Promise.all([
      people.person(userId),
      Promise.all(teams.map((team) => teamMembership(people, team, isAmong(decisive, team.name)))),
      Promise.all(groupsOf(decisive).map((id) => groupMembership(people, id))),
    ]);
    const permission = decidePermission({
      deed,
      person,
      ...(owner === undefined ? {} : { owner }),
      rules,
      teams: memberships,
      groups,
    });
    return { permission, person };
  };
}

function isAmong(grantees: readonly Grantee[], team: string): boolean {
  return grantees.some((grantee) => grantee.kind === 'team' && grantee.name === team);
}

function groupsOf(grantees: readonly Grantee[]): readonly string[] {
  return grantees.flatMap((grantee) => (grantee.kind === 'group' ? [grantee.id] : []));
}

async function groupMembership(people: People, id: string): Promise<GroupMembership> {
  return { id, members: await people.groupMembers(id) };
}

/** A usergroup that Slack cannot list decides nothing where it could not have granted anything. */
async function teamMembership(
  people: People,
  team: AuthoriseSettings['teams'][number],
  isDecisive: boolean,
): Promise<TeamMembership> {
  const { name, members, slackGroup } = team;
  if (slackGroup === undefined) return { name, members, groupMembers: [] };
  try {
    return { name, members, groupMembers: await people.groupMembers(slackGroup) };
  } catch (error) {
    if (isDecisive) throw error;
    return { name, members, groupMembers: [] };
  }
}
