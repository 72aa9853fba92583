/** How a team is called to a message. */
export interface Mentionable {
  readonly name: string;
  readonly slackGroup?: string | undefined;
  readonly members?: readonly string[];
}

/** More people than this are not called by name: a usergroup is for that. */
const mostMentions = 5;

/** The team's usergroup, else its people by Slack id; empty when neither is configured. */
export function mentionOf(teams: readonly Mentionable[], name: string | undefined): string {
  const team = teams.find((each) => each.name === name);
  if (team?.slackGroup !== undefined) return `<!subteam^${team.slackGroup}>`;
  const ids = team?.members?.filter((member) => /^[UW][A-Z0-9]+$/.test(member)) ?? [];
  return ids
    .slice(0, mostMentions)
    .map((id) => `<@${id}>`)
    .join(' ');
}
