import type { Slack } from '../adapters/slack/index.ts';
import type { QuietSettings } from '../app/desk.ts';
import type { MuteSettings } from '../app/quiet/mutes.ts';
import type { Config } from '../config/schema.ts';
import { quietUntil } from '../domain/quiet/quiet-hours.ts';

export function toQuietSettings({
  channels,
  people,
  storms,
}: Pick<Config, 'channels' | 'people' | 'storms'>): QuietSettings {
  const hours = new Map(channels.map(({ name, quietHours }) => [name, quietHours]));
  return {
    quietUntil(channel, now) {
      const found = hours.get(channel);
      return found === undefined ? undefined : quietUntil(found, now);
    },
    storms,
    aliases: people.map(({ slack: userId, names }) => ({ userId, names })),
  };
}

/** What a person may name: as the configuration has it. */
export function knownNames({ services, clusters }: Pick<Config, 'services' | 'clusters'>) {
  const environments = clusters.flatMap(({ environment, environmentByNamespace }) => [
    environment,
    ...Object.values(environmentByNamespace),
  ]);
  return { services: services.map(({ name }) => name), environments: [...new Set(environments)] };
}

export function muteSettings(
  config: Pick<Config, 'services' | 'clusters'>,
  { people, workspaceUrl }: Pick<Slack, 'people' | 'workspaceUrl'>,
): MuteSettings {
  return { people, workspaceUrl, ...knownNames(config) };
}
