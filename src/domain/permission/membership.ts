import type { TeamMembership } from './decide-permission.ts';

interface Who {
  readonly userId: string;
  readonly email?: string;
}

/** Whether somebody belongs to a team, by its own list or by its Slack usergroup. */
export function isMember(person: Who, { groupMembers, members }: Omit<TeamMembership, 'name'>): boolean {
  return groupMembers.includes(person.userId) || members.some((member) => isCalled(person, member));
}

/** Whether this Slack user id or e-mail address is theirs. */
export function isCalled({ userId, email }: Who, who: string): boolean {
  return who === userId || (email !== undefined && who.toLowerCase() === email.toLowerCase());
}
