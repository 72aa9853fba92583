import { workloadKey } from '../rollout/workload.ts';
import type { Card, Correlation, Rollout } from './card.ts';
import { correlate, isSameCommit, type RolloutOrigin } from './correlate.ts';
import { rolloutsOf, settleCard } from './settle-card.ts';

export interface JoinRequest {
  /** Fresh cards of the service, newest first. */
  readonly cards: readonly Card[];
  readonly origin: RolloutOrigin;
  /** The service's own image, as the pod template names it. */
  readonly image: string;
  readonly workload: string;
  /**
   * When the revision was made, where later builds may be known by now: of several that pushed the same tag, those which
   * began after that come last.
   */
  readonly madeAt?: number;
}

export interface Joined {
  readonly card: Card;
  readonly correlation?: Correlation;
}

const strength: Readonly<Record<Correlation, number>> = { digest: 0, image: 1, commit: 2 };

/**
 * Finds the card that a new rollout belongs on: its build's, by the strongest match; else one of the same version.
 * A card that already shows this workload tells another rollout's story and is left alone.
 */
export function chooseCard(request: JoinRequest): Joined | undefined {
  const open = request.cards.filter(
    (card) =>
      card.alert === undefined &&
      !rolloutsOf(card).some((rollout) => workloadKey(rollout.workload) === request.workload),
  );
  const matched = open
    .flatMap((card) => {
      const correlation = card.build === undefined ? undefined : correlate(card.build, request.origin);
      return correlation === undefined ? [] : [{ card, correlation }];
    })
    .toSorted(
      (left, right) =>
        strength[left.correlation] - strength[right.correlation] ||
        Number(isOfOtherCommit(left.card, request)) - Number(isOfOtherCommit(right.card, request)) ||
        Number(isLater(left.card, request)) - Number(isLater(right.card, request)),
    )[0];
  if (matched !== undefined) return matched;
  const sameVersion = open.find(
    (card) => rolloutsOf(card).length > 0 && card.version.image === request.image,
  );
  return sameVersion === undefined ? undefined : { card: sameVersion };
}

/** Several builds may push the same tag; then the commit that the workload names tells them apart. */
function isOfOtherCommit({ build }: Card, { origin: { commit } }: JoinRequest): boolean {
  return build?.commit !== undefined && commit !== undefined && !isSameCommit(build.commit, commit);
}

function isLater({ build }: Card, { madeAt }: JoinRequest): boolean {
  return madeAt !== undefined && build !== undefined && build.startedAt > madeAt;
}

/** Puts a rollout on a card, as a row of its environment's release. */
export function addRollout(card: Card, environment: string, rollout: Rollout): Card {
  const release = card.releases.find((each) => each.environment === environment);
  const releases =
    release === undefined
      ? [...card.releases, { environment, startedAt: rollout.startedAt, rollouts: [rollout] }]
      : card.releases.map((each) =>
          each === release ? { ...each, rollouts: [...each.rollouts, rollout] } : each,
        );
  return settleCard({ ...card, releases }, card, rollout.startedAt);
}
