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

  const empty = source.emptyKeys.map((path) =>
    warn(path, 'has no value, so that its default counts; give it one, or leave it out'),
  );

  return [
    ...empty,
    ...unanchored,
    ...withoutMembers,
    ...unusedChannels(config, warn),
    ...idleGitHub(config.rollback.github, warn),
    ...idleEnvironments(config, warn),
  ];
}

/** A name without "*" that no cluster has: what is said of it never counts, and looks as if it did. */
function idleEnvironments(
  { clusters, permissions, rollback }: ParsedConfig,
  warn: (path: KeyPath, message: string) => Problem,
): Problem[] {
  const known = new Set(
    clusters.flatMap(({ environment, environmentByNamespace }) => [
      environment,
      ...Object.values(environmentByNamespace),
    ]),
  );
  const repositories = (rollback.github?.repositories ?? []).flatMap(({ applied }, index) =>
    applied.map((each, at) => [['rollback', 'github', 'repositories', index, 'applied', at], each] as const),
  );
  const entries: readonly (readonly [KeyPath, { readonly environments: readonly string[] }])[] = [
    ...permissions.rules.map((each, index) => [['permissions', 'rules', index], each] as const),
    ...rollback.tools.map((each, index) => [['rollback', 'tools', index], each] as const),
    ...rollback.automatic.map((each, index) => [['rollback', 'automatic', index], each] as const),
    ...repositories,
  ];
  return entries.flatMap(([path, { environments }]) =>
    environments.flatMap((name, index) =>
      name.includes('*') || known.has(name)
        ? []
        : [warn([...path, 'environments', index], 'is an environment that no cluster has: it never counts')],
    ),
  );
}

function idleGitHub(
  github: ParsedConfig['rollback']['github'],
  warn: (path: KeyPath, message: string) => Problem,
): Problem[] {
  const path = ['rollback', 'github'];
  if (github === undefined || github.webhookSecrets.length > 0) return [];
  if (github.protects.length > 0) {
    return [
      warn(
        [...path, 'protects'],
        'is for deployments that ask by webhook, and there are no "webhookSecrets"',
      ),
    ];
  }
  return github.repositories.length > 0
    ? []
    : [warn(path, 'has neither "repositories" nor "webhookSecrets": nothing is done with it')];
}

/** The name may also be in a label, so that this is no error. */
function unusedChannels(
  { slack, teams, services, channels }: ParsedConfig,
  warn: (path: KeyPath, message: string) => Problem,
): Problem[] {
  const used = new Set([
    slack.fallbackChannel,
    ...teams.map(({ channel }) => channel),
    ...services.map(({ channel }) => channel),
  ]);
  return channels.flatMap(({ name }, index) =>
    used.has(name)
      ? []
      : [
          warn(
            ['channels', index, 'name'],
            `is the channel of no team and no service here: this counts only if a label shipmate.dev/channel says the very same`,
          ),
        ],
  );
}
