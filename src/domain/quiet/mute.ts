import type { Person } from '../rollback/rollback.ts';

/**
 * What is asked to be quiet: one card, or a service, in one environment or in all. The title of a card is for lists:
 * `payments-api v43`.
 */
export type MuteScope =
  | { readonly kind: 'card'; readonly cardId: string; readonly title: string }
  | { readonly kind: 'service'; readonly service: string; readonly environment?: string };

/** As much of a scope as tells it from others. */
export type ScopeName =
  | { readonly kind: 'card'; readonly cardId: string }
  | Extract<MuteScope, { kind: 'service' }>;

/** Somebody's wish to hear no more of something for a while. What is muted is still shown. */
export interface Mute {
  readonly scope: MuteScope;
  readonly by: Person;
  readonly at: number;
  readonly until: number;
  /** Environments in which a version that failed pings all the same. */
  readonly heardIn: readonly string[];
  /** What the person gave as the reason; untrusted text. */
  readonly reason?: string;
  /** The one that was in force when this one was asked for. */
  readonly replaces?: ReplacedMute;
}

export type ReplacedMute = Pick<Mute, 'by' | 'until' | 'reason'>;

const minuteMs = 60_000;

export const shortestMuteMs = minuteMs;
/** Nobody remembers a longer one, and nobody misses what it hides. */
export const longestMuteMs = 30 * 24 * 60 * minuteMs;

/** One mute a scope: who mutes again says anew until when. */
export function scopeKey(scope: ScopeName): string {
  if (scope.kind === 'card') return `card/${scope.cardId}`;
  const parts = [scope.service, ...(scope.environment === undefined ? [] : [scope.environment])];
  return ['service', ...parts.map(encodeURIComponent)].join('/');
}

/** What a new mute of the same scope says of the one before; undefined when that one was over. */
export function replacedBy(before: Mute | undefined, now: number): ReplacedMute | undefined {
  if (before === undefined || before.until <= now) return undefined;
  const { by, until, reason } = before;
  return { by, until, ...(reason === undefined ? {} : { reason }) };
}

export interface MuteTarget {
  readonly cardId: string;
  readonly service: string;
  /** Absent for what is of no environment, such as a build. */
  readonly environment?: string | undefined;
}

export function covers({ scope }: Mute, target: MuteTarget): boolean {
  if (scope.kind === 'card') return scope.cardId === target.cardId;
  if (scope.service !== target.service) return false;
  return scope.environment === undefined || scope.environment === target.environment;
}
