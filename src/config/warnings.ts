import type { KeyPath } from './key-path.ts';
import type { ParsedConfig } from './schema.ts';
import type { Problem, Source } from './source.ts';

/** What is allowed and probably not meant. */
export function findWarnings(config: ParsedConfig, source: Source): Problem[] {
  const warn = (path: KeyPath, message: string): Problem => ({ ...source.place(path, 'key'), path, message });

  const withoutMembers = config.teams.flatMap((team, index) =>
    team.members.length === 0 && team.slackGroup === undefined
      ? [warn(['teams', index], 'has neither "members" nor "slackGroup": nobody of this team can roll back')]
      : [],
  );
  const unanchored =
    config.slack.fallbackChannel === undefined
      ? [warn(['slack'], 'has no "fallbackChannel": cards of a service that nobody owns are shown nowhere')]
      : [];

  return [...unanchored, ...withoutMembers];
}
