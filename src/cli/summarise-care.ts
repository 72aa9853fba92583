import type { LoadedConfig } from '../config/load.ts';
import { durationText } from '../config/schema/duration.ts';
import { listed, shown } from './shown-value.ts';

/** Where more care is asked for: what is protected, who must agree, when it is quiet. Nothing of what is not set. */
export function summariseCare(loaded: LoadedConfig): string[] {
  const { environments, rollback } = loaded.config;
  const which = (isMeant: (environment: (typeof environments)[number]) => boolean) =>
    environments
      .flatMap((environment, index) =>
        isMeant(environment) ? [shown(loaded, 'environments', index, 'name')] : [],
      )
      .join(', ');
  const isProtected = which((environment) => environment.protected);
  const needTwo = which(({ secondPerson }) => secondPerson);

  return [
    ...(isProtected === '' ? [] : [`Protected, told at any hour: ${isProtected}`]),
    ...(needTwo === ''
      ? []
      : [
          `A second person agrees to rollbacks in: ${needTwo}; they wait ${setting(loaded, rollback.approvalMs, 'approvalWithin')} for one`,
        ]),
    ...summariseQuietHours(loaded),
  ];
}

/** How long automatic releases wait after a rollback. */
export function lockLength(loaded: LoadedConfig): string {
  const { lockMs } = loaded.config.rollback;
  return lockMs === 0 ? 'no' : `for ${setting(loaded, lockMs, 'lockFor')}`;
}

function setting({ originOf }: LoadedConfig, milliseconds: number, key: string): string {
  return originOf(['rollback', key]) ?? durationText(milliseconds);
}

function summariseQuietHours(loaded: LoadedConfig): string[] {
  return loaded.config.channels.flatMap(({ quietHours }, index) => {
    if (quietHours === undefined) return [];
    const at = ['channels', index, 'quietHours'] as const;
    const windows = quietHours.windows.map(({ from, to }, which) => {
      const time = (key: 'from' | 'to', minutes: number) =>
        loaded.originOf([...at, 'windows', which, key]) ?? timeOfDay(minutes);
      return `${listed(loaded, ...at, 'windows', which, 'days')} ${time('from', from)} to ${time('to', to)}`;
    });
    const zone = shown(loaded, ...at, 'timeZone');
    return [`Quiet hours in ${shown(loaded, 'channels', index, 'name')}: ${windows.join('; ')} (${zone})`];
  });
}

function timeOfDay(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
