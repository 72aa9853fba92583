import { nameIn } from './words.ts';

export interface ServiceName {
  readonly service: string;
  readonly environment?: string;
}

/** `<service> [in <environment>]` at the beginning of what was typed; undefined when there is no service. */
export function readService(words: readonly string[]): {
  of: ServiceName | undefined;
  rest: readonly string[];
} {
  const service = nameIn(words[0]);
  if (service === '') return { of: undefined, rest: words };
  const environment = words[1]?.toLowerCase() === 'in' ? nameIn(words[2]) : '';
  return environment === ''
    ? { of: { service }, rest: words.slice(1) }
    : { of: { service, environment }, rest: words.slice(3) };
}
