import type { KnownBlock } from '@slack/types';
import type { Card, Release, Rollout } from '../../src/domain/release/card.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { rollBackAction } from '../kit/action-id.ts';
import { buttonRow } from '../kit/blocks.ts';
import { limits } from '../kit/limits.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { truncate } from '../kit/truncate.ts';
import { managedSentence } from '../manager.ts';
import { rolloutName, versionName } from '../names.ts';
import { unsupportedKindSentence } from '../unsupported-kind.ts';

/**
 * The way back from a bad rollout: a button, or why there is none. A rollback that failed may be asked for again;
 * one that runs or is done may not, and the press would be refused.
 */
export function wayBack(card: Card, release: Release, rollout: Rollout): readonly KnownBlock[] {
  const { offer, rollback } = rollout;
  const isAsked = rollback !== undefined && rollback.status !== 'failed';
  if (offer === undefined || isAsked || !isInTrouble(rollout) || rollout.isLeft === true) return [];
  switch (offer.kind) {
    case 'undo': {
      const label = buttonLabel(versionName(offer.targetLabel), where(card, release, rollout));
      const button = buttonRow({ actionId: rollBackAction, label, value: offer.id, style: 'danger' });
      const target = versionName(offer.targetLabel);
      return offer.knownGoodAt === undefined
        ? [
            ...sentence(
              `I have not seen ${target} healthy here; it is the newest older version that the cluster keeps.`,
            ),
            button,
          ]
        : [button];
    }
    case 'managed':
      return sentence(managedSentence(offer.manager));
    case 'nothing-earlier':
      return sentence('There is no earlier version in the cluster to roll back to.');
    case 'not-begun':
      return sentence(notBegunSentence(rollout));
    case 'unsupported-kind':
      return sentence(unsupportedKindSentence(offer.workload, { isAborted: isAborted(rollout) }));
    default:
      return offer satisfies never;
  }
}

function notBegunSentence({ previousLabel }: Rollout): string {
  const before = previousLabel === undefined ? 'What ran before' : versionName(previousLabel);
  return `There is nothing to roll back: no pod of it was made. ${before} goes on, until what stands in the way is gone or another version is deployed.`;
}

function isAborted({ particulars }: Rollout): boolean {
  return particulars !== undefined && particulars.kind !== 'job' && particulars.isAborted;
}

/** Says which one, where a card has more than one. */
function where(card: Card, release: Release, rollout: Rollout): string {
  const buttons = card.releases.flatMap(({ rollouts }) =>
    rollouts.filter(({ offer, isLeft }) => offer?.kind === 'undo' && isLeft !== true),
  );
  return buttons.length > 1 ? ` in ${rolloutName(card, release, rollout)}` : '';
}

function buttonLabel(target: string, place: string): string {
  return truncate(`Roll back to ${truncate(target, 40)}${place}`, limits.button);
}

function sentence(text: string): readonly KnownBlock[] {
  const block = richText([paragraph([text])]);
  return block === undefined ? [] : [block];
}
