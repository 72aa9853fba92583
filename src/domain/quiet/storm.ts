import type { Told } from './digest.ts';

export interface StormSettings {
  /** How many replies may ping in one channel within that time. */
  readonly problems: number;
  readonly withinMs: number;
}

/** What one channel was pinged about lately, and whether that is too much. */
export interface ChannelWatch {
  /** Of the last `withinMs`, the oldest first. */
  readonly pings: readonly Told[];
  readonly storm?: {
    readonly digest: string;
    /** When a problem last joined. */
    readonly lastAt: number;
  };
  /** Digests of storms that are over, and of which that has not been told yet. */
  readonly ended?: readonly string[];
}

export const calm: ChannelWatch = { pings: [] };

export interface Admission {
  readonly watch: ChannelWatch;
  /** ping: by itself · open: as the first of a digest · join: in the digest of the storm that is on. */
  readonly kind: 'ping' | 'open' | 'join';
}

/**
 * Whether one more problem pings by itself. In no span of `withinMs` do more than `problems` of them: what is more
 * belongs to a storm, and so does all that follows until it is over.
 */
export function admit(
  before: ChannelWatch,
  opening: Told,
  { settings, newId }: { readonly settings: StormSettings; readonly newId: string },
): Admission {
  const { at } = opening;
  const watch = settle(before, at, settings);
  if (watch.storm !== undefined) {
    return { kind: 'join', watch: { ...watch, storm: { ...watch.storm, lastAt: at } } };
  }
  if (watch.pings.length < settings.problems) {
    return { kind: 'ping', watch: { ...watch, pings: [...watch.pings, opening] } };
  }
  return { kind: 'open', watch: { ...watch, storm: { digest: newId, lastAt: at } } };
}

/** When a storm is over if nothing joins it any more; undefined when there is none. */
export function calmAt({ storm }: ChannelWatch, { withinMs }: StormSettings): number | undefined {
  return storm === undefined ? undefined : storm.lastAt + withinMs;
}

/** Ends what is over by now. */
export function settle(watch: ChannelWatch, now: number, settings: StormSettings): ChannelWatch {
  const pings = watch.pings.filter(({ at }) => at > now - settings.withinMs);
  const { storm, ended = [], ...rest } = watch;
  const isOver = now >= (calmAt(watch, settings) ?? Number.POSITIVE_INFINITY);
  if (storm !== undefined && isOver) return { ...rest, pings, ended: [...ended, storm.digest] };
  return { ...watch, pings };
}

/** Nothing is to be told any more of these storms. */
export function conclude({ ended = [], ...rest }: ChannelWatch, digests: readonly string[]): ChannelWatch {
  const left = ended.filter((digest) => !digests.includes(digest));
  return left.length === 0 ? rest : { ...rest, ended: left };
}
