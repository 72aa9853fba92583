import { randomBytes } from 'node:crypto';
import type { Desk } from '../app/desk.ts';
import { createSerial } from '../app/serial.ts';
import type { Config } from '../config/schema.ts';
import { environmentOf } from '../domain/ownership/environment.ts';
import { protectionOf } from '../domain/ownership/protection.ts';
import { createChooseWay } from '../domain/rollback/choose-way.ts';
import { meansOf } from './means.ts';
import { toQuietSettings } from './quiet-settings.ts';

type Surroundings = Pick<Desk, 'store' | 'clock' | 'log' | 'onCardChanged' | 'onMarked'> & {
  readonly patience: number;
};

/** A problem is over when it has stayed away for this long: between two crashes a container looks well. */
const recoverAfterMs = 30_000;

export function composeDesk(config: Config, { patience, ...surroundings }: Surroundings): Desk {
  const means = meansOf(config.rollback);
  return {
    ...surroundings,
    ids: { next: () => randomBytes(12).toString('base64url') },
    serial: createSerial(),
    settings: {
      ...config.rollouts,
      ...config.rollback,
      patience,
      recoverAfterMs: recoverAfterMs * patience,
      cardFreshMs: config.cards.freshForMs,
      catalog: {
        teams: config.teams,
        services: config.services,
        fallbackChannel: config.slack.fallbackChannel,
      },
      environmentOf: (cluster, namespace) => environmentOf(config.clusters, cluster, namespace),
      quiet: toQuietSettings(config),
      protectionOf: (environment) => protectionOf(config.environments, environment),
      chooseWayFor: (place) => createChooseWay(means, place),
    },
  };
}
