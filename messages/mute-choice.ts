import type { MuteLength } from '../src/domain/quiet/mute-request.ts';
import { limits } from './kit/limits.ts';
import { truncate } from './kit/truncate.ts';

/** What one choice of the menu asks for: the card that it is on, or the service that this is of. */
export interface MuteChoice {
  readonly scope: { readonly kind: 'card' | 'service-of'; readonly cardId: string };
  readonly length: MuteLength;
}

const hourMs = 60 * 60_000;

/** What a mute is where nobody says for how long. */
export const oneHour: MuteLength = { kind: 'for', ms: hourMs };

const choices: Readonly<
  Record<string, { readonly of: MuteChoice['scope']['kind']; readonly length: MuteLength }>
> = {
  '4h': { of: 'card', length: { kind: 'for', ms: 4 * hourMs } },
  tomorrow: { of: 'card', length: { kind: 'tomorrow' } },
  longest: { of: 'card', length: { kind: 'longest' } },
  'service-4h': { of: 'service-of', length: { kind: 'for', ms: 4 * hourMs } },
};

/** The menu of a card: for how long, by the names that its values begin with. */
export function muteChoices(cardId: string, service: string): { label: string; value: string }[] {
  const labels: Readonly<Record<string, string>> = {
    '4h': '4 h',
    tomorrow: 'Until tomorrow, 9:00',
    longest: 'Until I unmute it, 30 days at most',
    'service-4h': truncate(`All of ${service}, 4 h`, limits.option),
  };
  return Object.entries(labels).map(([name, label]) => ({ label, value: `${name}/${cardId}` }));
}

/** What was chosen; undefined for a value that no menu of ours has. */
export function readMuteChoice(value: string): MuteChoice | undefined {
  const [, name = '', cardId = ''] = /^([a-z0-9-]{1,20})\/(.{1,100})$/.exec(value) ?? [];
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  return choice === undefined ? undefined : { scope: { kind: choice.of, cardId }, length: choice.length };
}
