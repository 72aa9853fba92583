import { matchesGlob } from '../ownership/match-glob.ts';
import type { Card, Rollout } from '../release/card.ts';
import type { WayBackOffer } from './check-offer.ts';
import type { RollbackRun } from './rollback.ts';

/** Where Shipmate goes back by itself, and how carefully. Off unless a rule names the service and the environment. */
export interface AutomaticRule {
  /** Patterns; `*` stands for any text. */
  readonly services: readonly string[];
  readonly environments: readonly string[];
  /** From the announcement until it acts: the time to stop it. */
  readonly countdownMs: number;
  readonly mostPerDay: number;
}

export interface AutomaticContext {
  readonly rules: readonly AutomaticRule[];
  readonly now: number;
  /** How often it was announced for the service in the environment in the last 24 hours. */
  readonly announcedToday: number;
  readonly needsSecondPerson: boolean;
  /** For how long after a failure it may still be announced, in milliseconds. */
  readonly withinMs: number;
}

/** Shipmate, where a person would be named. */
export const itself = { userId: '', name: 'Shipmate' } as const;

/** The rule that speaks of a service in an environment; the first counts. */
export function automaticRule(
  rules: readonly AutomaticRule[],
  service: string,
  environment: string,
): AutomaticRule | undefined {
  const matches = (globs: readonly string[], name: string) => globs.some((glob) => matchesGlob(glob, name));
  return rules.find((rule) => matches(rule.services, service) && matches(rule.environments, environment));
}

/**
 * The rollback that Shipmate announces, if it may: only of what has failed, only to a version that was seen healthy,
 * once, never of a version that somebody went back to, and no more often than the rule allows.
 */
export function planAutomatic(
  card: Card,
  environment: string,
  rollout: Rollout,
  context: AutomaticContext,
): RollbackRun | undefined {
  const { rules, now, announcedToday, needsSecondPerson, withinMs } = context;
  const rule = automaticRule(rules, card.owner.service, environment);
  const { offer } = rollout;
  if (rule === undefined || offer?.kind !== 'way-back' || announcedToday >= rule.mostPerDay) return undefined;
  if (!isDoomed(card, rollout) || !hasJustFailed(rollout, now, withinMs)) return undefined;
  if (offer.target.verdict !== 'good' || isReturn(rollout, offer)) return undefined;
  if (isTargetUnwell(rollout, offer) || takesBackOthers(offer)) return undefined;
  return {
    offerId: offer.id,
    by: itself,
    way: offer.way,
    target: offer.target.revision,
    targetLabel: offer.target.label,
    requestedAt: now,
    ...(needsSecondPerson
      ? { status: 'requested' as const }
      : { status: 'announced' as const, actsAt: now + rule.countdownMs }),
  };
}

/**
 * Whether it failed so lately that going back is an answer to it. Of what was decided and not announced, because the
 * process died or the store was away, people have made something else after a while.
 */
export function hasJustFailed(
  { status, endedAt }: Pick<Rollout, 'status' | 'endedAt'>,
  now: number,
  withinMs: number,
): boolean {
  return status === 'failed' && endedAt !== undefined && now - endedAt < withinMs;
}

/** What an alert tells of was live for long: that it breaks now need not be its fault. */
function isDoomed({ alert }: Card, { status, rollback, isLeft }: Rollout): boolean {
  return alert === undefined && status === 'failed' && rollback === undefined && isLeft !== true;
}

/** A template that was there before the others was gone back to: no rollback of a rollback. */
function isReturn({ revision }: Rollout, { candidates }: WayBackOffer): boolean {
  const isOlder = candidates.some((candidate) => candidate.revision.createdAt > revision.createdAt);
  return isOlder || revision.formerNumbers !== undefined;
}

/** What others have deployed since would go back, too: that is for people to decide. */
function takesBackOthers({ way }: WayBackOffer): boolean {
  return way.kind === 'argocd-history' && way.later > 0;
}

/** It was healthy once, and what is left of it crashes now: going back would help nobody. */
function isTargetUnwell({ olderTroubles = [] }: Rollout, { target }: WayBackOffer): boolean {
  return olderTroubles.some(({ revisionUid }) => revisionUid === target.revision.revisionUid);
}

/** The countdown is over: it acts, if it is still to be done. */
export function endCountdown(run: RollbackRun, rollout: Pick<Rollout, 'status'>, now: number): RollbackRun {
  const { actsAt: _, ...rest } = run;
  return rollout.status === 'failed'
    ? { ...rest, status: 'approved', approval: { by: itself, at: now } }
    : { ...rest, status: 'expired', endedAt: now };
}
