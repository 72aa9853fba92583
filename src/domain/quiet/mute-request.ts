import { isTimeZone, tomorrowMorning } from './local-time.ts';
import { longestMuteMs, type Mute, type ScopeName } from './mute.ts';

/** For how long, as it was asked for. */
export type MuteLength =
  | { readonly kind: 'for'; readonly ms: number }
  /** Nine in the morning where the person is. */
  | { readonly kind: 'tomorrow' }
  /** As long as a mute may be. */
  | { readonly kind: 'longest' };

/** When a mute ends that begins now. Where nobody knows the person's time zone, it is UTC. */
export function muteEnd(length: MuteLength, now: number, timeZone = 'UTC'): number {
  switch (length.kind) {
    case 'for':
      return now + Math.min(length.ms, longestMuteMs);
    case 'tomorrow':
      return tomorrowMorning(now, isTimeZone(timeZone) ? timeZone : 'UTC');
    case 'longest':
      return now + longestMuteMs;
    default:
      return length satisfies never;
  }
}

/** What became of a request about mutes; said to whoever asked. */
export type MuteAnswer =
  | { readonly kind: 'muted'; readonly mute: Mute }
  /** `also`: what ended with it · `others`: what is muted all the same. */
  | {
      readonly kind: 'unmuted';
      readonly mute: Mute;
      readonly also: readonly Mute[];
      readonly others: readonly Mute[];
    }
  | { readonly kind: 'not-muted'; readonly scope: ScopeName; readonly others: readonly Mute[] }
  | { readonly kind: 'unknown-service'; readonly service: string; readonly nearest: string | undefined }
  | { readonly kind: 'unknown-environment'; readonly environment: string; readonly known: readonly string[] }
  /** The card of the button is not known any more. */
  | { readonly kind: 'unknown-button' };
