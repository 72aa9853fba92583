import type { KnownBlock } from '@slack/types';
import type { Card, Release, Rollout } from '../../src/domain/release/card.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import { cameToNothing, type RollbackOffer, type RollbackRun } from '../../src/domain/rollback/rollback.ts';
import { isAborted } from '../../src/domain/rollout/particulars.ts';
import {
  approveRollbackAction,
  declineRollbackAction,
  rollBackAction,
  stopRollbackAction,
} from '../kit/action-id.ts';
import { buttonRow } from '../kit/blocks.ts';
import { limits } from '../kit/limits.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { truncate } from '../kit/truncate.ts';
import { managedSentence } from '../manager.ts';
import { environmentName, rolloutName, versionName } from '../names.ts';
import { wayEffect, wayLabel } from '../rollback/way.ts';
import { unsupportedKindSentence } from '../unsupported-kind.ts';
import { activeProblems } from './trouble.ts';

/**
 * The way back from a bad rollout: a button, or why there is none. A rollback that came to nothing may be asked for
 * again; one that runs or is done may not, and the press would be refused.
 */
export function wayBack(card: Card, release: Release, rollout: Rollout): readonly KnownBlock[] {
  const { offer, rollback } = rollout;
  if (rollback?.status === 'announced') return [stopButton(rollback)];
  if (rollback?.status === 'requested') return [secondWordButtons(release, rollback)];
  const isAsked = rollback !== undefined && !cameToNothing(rollback);
  if (offer === undefined || isAsked || !isInTrouble(rollout) || rollout.isLeft === true) return [];
  switch (offer.kind) {
    case 'way-back':
      return [...cautionOf(offer.target), button(offer, where(card, release, rollout))];
    case 'managed':
      return sentence(managedSentence(offer.manager, offer.because));
    case 'nothing-earlier':
      return sentence(
        rollout.change === 'first'
          ? 'There is no earlier version in the cluster to roll back to.'
          : 'The cluster keeps no earlier version that was healthy: there is none to roll back to.',
      );
    case 'not-begun':
      return sentence(notBegunSentence(rollout));
    case 'unsupported-kind':
      // To go back would not help: a pod of an earlier version is what is broken.
      if (isOnlyBlocked(rollout)) return [];
      return sentence(unsupportedKindSentence(offer.workload, { isAborted: isAborted(rollout.particulars) }));
    default:
      return offer satisfies never;
  }
}

function notBegunSentence({ previousLabel }: Rollout): string {
  const before = previousLabel === undefined ? 'What ran before' : versionName(previousLabel);
  return `There is nothing to roll back: no pod of it was made. ${before} goes on, until what stands in the way is gone or another version is deployed.`;
}

function button(offer: Extract<RollbackOffer, { kind: 'way-back' }>, place: string): KnownBlock {
  const target = truncate(versionName(offer.target.label), 40);
  const label = truncate(`${wayLabel(offer.way, target)}${place}`, limits.button);
  return buttonRow([{ actionId: rollBackAction, label, value: offer.id, style: 'danger' }]);
}

function stopButton(run: RollbackRun): KnownBlock {
  return buttonRow([{ actionId: stopRollbackAction, label: 'Stop', value: run.offerId, style: 'primary' }]);
}

/** Pressing is confirmed on the spot: the question is on the card already, asked by somebody else. */
function secondWordButtons({ environment }: Release, run: RollbackRun): KnownBlock {
  const target = truncate(versionName(run.targetLabel), 40);
  const place = environmentName(environment);
  return buttonRow([
    {
      actionId: approveRollbackAction,
      label: 'Approve',
      value: run.offerId,
      style: 'danger',
      confirm: {
        title: `Roll back ${place} to ${target}?`,
        text: wayEffect(run.way),
        confirm: 'Approve',
        deny: 'Cancel',
      },
    },
    { actionId: declineRollbackAction, label: 'Decline', value: run.offerId },
  ]);
}

function cautionOf({ label, verdict }: Candidate): readonly KnownBlock[] {
  if (verdict === 'good') return [];
  if (verdict !== undefined) {
    const pods = 'its pods serve traffic now';
    return sentence(`${versionName(label)} was not healthy when it was last judged here, but ${pods}.`);
  }
  return sentence(
    `I have not seen ${versionName(label)} healthy here; it is the newest older version that the cluster keeps.`,
  );
}

function isOnlyBlocked(rollout: Rollout): boolean {
  const active = activeProblems(rollout);
  return active.length > 0 && active.every(({ problem }) => problem.reason === 'BlockedByPod');
}

/** Says which one, where a card has more than one. */
function where(card: Card, release: Release, rollout: Rollout): string {
  const buttons = card.releases.flatMap(({ rollouts }) =>
    rollouts.filter(({ offer, isLeft }) => offer?.kind === 'way-back' && isLeft !== true),
  );
  return buttons.length > 1 ? ` in ${rolloutName(card, release, rollout)}` : '';
}

function sentence(text: string): readonly KnownBlock[] {
  const block = richText([paragraph([text])]);
  return block === undefined ? [] : [block];
}
