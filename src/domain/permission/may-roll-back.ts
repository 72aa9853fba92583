/** A team as permission sees it: its people by e-mail or Slack user id, and those of its Slack usergroup. */
export interface TeamMembership {
  readonly name: string;
  readonly members: readonly string[];
  /** Slack user ids; empty when the team has no usergroup. */
  readonly groupMembers: readonly string[];
}

export interface PermissionRequest {
  readonly person: { readonly userId: string; readonly email?: string };
  /** The team that owns the service; absent when nobody does. */
  readonly owner?: string;
  /** Teams that may roll back any service. */
  readonly allowedTeams: readonly string[];
  readonly teams: readonly TeamMembership[];
}

export type Permission =
  | { readonly isAllowed: true; readonly because: string }
  | {
      readonly isAllowed: false;
      readonly allowedTeams: readonly string[];
      readonly ownTeams: readonly string[];
    };

/** Whether a person may roll a service back, by the rule that decided. Asked when a button is pressed. */
export function mayRollBack(request: PermissionRequest): Permission {
  const ownTeams = request.teams.filter((team) => isMember(request.person, team)).map((team) => team.name);
  const allowed = [
    ...new Set([...(request.owner === undefined ? [] : [request.owner]), ...request.allowedTeams]),
  ];
  const deciding = allowed.find((team) => ownTeams.includes(team));
  if (deciding === undefined) return { isAllowed: false, allowedTeams: allowed, ownTeams };
  const because =
    deciding === request.owner ? `${deciding} owns the service` : `${deciding} may roll back any service`;
  return { isAllowed: true, because };
}

function isMember(person: PermissionRequest['person'], team: TeamMembership): boolean {
  const email = person.email?.toLowerCase();
  return (
    team.groupMembers.includes(person.userId) ||
    team.members.some((member) => member === person.userId || member.toLowerCase() === email)
  );
}
