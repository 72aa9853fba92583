import type { Place } from '../../../src/app/locks/locks.ts';
import { readService } from './service-name.ts';

export type PlaceReading =
  | { readonly place: Place; readonly rest: readonly string[]; readonly problem?: undefined }
  | { readonly place?: undefined; readonly rest?: undefined; readonly problem: string };

/** `<service> in <environment>` at the beginning of what was typed, where both are needed. */
export function readPlace(words: readonly string[]): PlaceReading {
  const { of, rest } = readService(words);
  if (of === undefined) return { problem: 'Which service? Its name is missing.' };
  const { service, environment } = of;
  if (environment === undefined)
    return { problem: `In which environment? Write ${'in prod'} after the service.` };
  return { place: { service, environment }, rest };
}
