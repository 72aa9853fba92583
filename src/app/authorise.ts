import { mayRollBack, type Permission, type TeamMembership } from '../domain/permission/may-roll-back.ts';
import type { People, SlackPerson } from '../ports.ts';

export type Authorise = (press: {
  userId: string;
  owner: string | undefined;
}) => Promise<{ readonly permission: Permission; readonly person: SlackPerson }>;

export interface AuthoriseSettings {
  readonly teams: readonly {
    readonly name: string;
    readonly members: readonly string[];
    readonly slackGroup?: string | undefined;
  }[];
  readonly rollbackTeams: readonly string[];
}

/** Asks Slack who somebody is and which of the teams they belong to, then the rule. */
export function createAuthorise(people: People, settings: AuthoriseSettings): Authorise {
  return async ({ userId, owner }) => {
    const relevant = settings.teams.filter(
      (team) => team.name === owner || settings.rollbackTeams.includes(team.name),
    );
    const [person, ...groups] = await Promise.all([
      people.person(userId),
      ...settings.teams.map((team) => membership(people, team, relevant.includes(team))),
    ]);
    const permission = mayRollBack({
      person,
      ...(owner === undefined ? {} : { owner }),
      allowedTeams: settings.rollbackTeams,
      teams: groups,
    });
    return { permission, person };
  };
}

/** A usergroup that Slack cannot list decides nothing where it could not have granted anything. */
async function membership(
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
