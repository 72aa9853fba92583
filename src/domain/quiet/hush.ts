import { buildStatus } from '../build/record-step.ts';
import type { Card, Hold, Notice, Rollout } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import { rolloutsOf } from '../release/settle-card.ts';
import { cameToNothing } from '../rollback/rollback.ts';
import { workloadKey } from '../rollout/workload.ts';
import { covers, type Mute, type MuteScope } from './mute.ts';

/** What is asked of the replies of one card now. */
export interface Quiet {
  /** Those in force, of the card and of its service. */
  readonly mutes: readonly Mute[];
  /** The end of the channel's quiet hours; absent when it is not quiet. */
  readonly quietUntil?: number;
  readonly isProtected: (environment: string) => boolean;
  /** The keys of replies that a digest tells of → the id of that digest. */
  readonly digests: ReadonlyMap<string, string>;
  /** The keys of replies whose quiet hours have ended. Time alone frees none: what one channel held is told together. */
  readonly released: ReadonlySet<string>;
}

/** Applies mutes, quiet hours and digests to the replies of a card that were not told before. */
export function hush(card: Card, before: Card | undefined, quiet: Quiet): Card {
  const notices = card.notices.map((notice) => {
    const earlier = before?.notices.find(({ key }) => key === notice.key);
    return isDecided(notice, earlier) ? notice : withHold(notice, holdOf(notice, earlier, card, quiet));
  });
  const { mutes: _, ...rest } = card;
  const mutes = quiet.mutes.filter(({ scope }) => isSaidOn(card, scope));
  return { ...rest, notices, ...(mutes.length === 0 ? {} : { mutes }) };
}

/** Replies that the last change made ready to be posted, by key. */
export function toTell(card: Card, before: Card | undefined): readonly Notice[] {
  return card.notices.filter((notice) => {
    const earlier = before?.notices.find(({ key }) => key === notice.key);
    return notice.held === undefined && (earlier === undefined || earlier.held !== undefined);
  });
}

export function withHold({ held: _, ...notice }: Notice, held: Hold | undefined): Notice {
  return held === undefined ? notice : { ...notice, held };
}

/** Whether a reply that was held is still worth telling: it is the last of its kind, and nobody sees to it yet. */
export function isStillTrue(notice: Notice, card: Card): boolean {
  const last = card.notices.findLast(({ kind, workload }) => {
    return kind === notice.kind && workload === notice.workload;
  });
  if (last?.key !== notice.key) return false;
  if (notice.kind === 'build-failed') return card.build !== undefined && buildStatus(card.build) === 'failed';
  const rollout = rolloutOf(notice, card);
  if (notice.kind !== 'failing' || rollout === undefined) return false;
  return needsSomebody(rollout);
}

/** In trouble, and nobody is taking it back. */
export function needsSomebody(rollout: Rollout): boolean {
  const isSeenTo = rollout.rollback !== undefined && !cameToNothing(rollout.rollback);
  return isInTrouble(rollout) && !isSeenTo;
}

/** Of other environments than its own a card need not speak. */
export function isSaidOn({ releases }: Card, scope: MuteScope): boolean {
  if (scope.kind === 'card' || scope.environment === undefined) return true;
  return releases.some(({ environment }) => environment === scope.environment);
}

/** The rest is of what somebody asked for now, and others wait for. */
const mayWait: ReadonlySet<Notice['kind']> = new Set(['failing', 'left', 'build-failed']);

/** A reply that was told stays told; so does what a digest told, and what came to its end unheard. */
function isDecided({ held }: Notice, earlier: Notice | undefined): boolean {
  if (held?.by === 'digest' || held?.by === 'over') return true;
  return earlier !== undefined && earlier.held === undefined;
}

function holdOf(notice: Notice, earlier: Notice | undefined, card: Card, quiet: Quiet): Hold | undefined {
  if (!mayWait.has(notice.kind)) return undefined;
  const digest = quiet.digests.get(notice.key);
  if (digest !== undefined) return { by: 'digest', digest };
  if (isMuted(notice, card, quiet)) return { by: 'mute' };
  const hours = quietHoursHold(notice, quiet);
  if (hours !== undefined) return hours;
  return earlier === undefined || isStillTrue(notice, card) ? undefined : { by: 'over' };
}

/** A version that was given up where it counts is told whatever is muted. */
function isMuted(notice: Notice, card: Card, { mutes, isProtected }: Quiet): boolean {
  const { environment } = notice;
  const target = { cardId: card.id, service: card.owner.service, environment };
  if (!mutes.some((mute) => covers(mute, target))) return false;
  const status = rolloutOf(notice, card)?.status;
  const isGivenUp = status === 'failed' || status === 'timed-out';
  return !(isGivenUp && environment !== undefined && isProtected(environment));
}

function quietHoursHold({ key, environment, held }: Notice, quiet: Quiet): Hold | undefined {
  if (environment !== undefined && quiet.isProtected(environment)) return undefined;
  if (quiet.quietUntil !== undefined) return { by: 'quiet-hours', until: quiet.quietUntil };
  return held?.by === 'quiet-hours' && !quiet.released.has(key) ? held : undefined;
}

function rolloutOf({ workload }: Notice, card: Card): Rollout | undefined {
  return rolloutsOf(card).find((rollout) => workloadKey(rollout.workload) === workload);
}
