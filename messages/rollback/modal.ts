import type { KnownBlock, ModalView } from '@slack/types';
import type { Lock } from '../../src/domain/lock/lock.ts';
import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import type { Offered } from '../../src/domain/rollback/check-offer.ts';
import type { Refusal } from '../../src/domain/rollback/refusal.ts';
import type { SecondPerson } from '../../src/domain/rollback/second-person.ts';
import type { WayBackKind } from '../../src/domain/rollback/way-back.ts';
import { reversed } from '../../src/domain/rollout/template-change.ts';
import { imageChanges } from '../image-changes.ts';
import { rollbackModal } from '../kit/action-id.ts';
import { plainText, section } from '../kit/blocks.ts';
import { bold, channelLink, type Inline } from '../kit/inline.ts';
import { limits } from '../kit/limits.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { lockSentence } from '../lock.ts';
import { muteSentence } from '../mute.ts';
import { environmentName, serviceName, versionName } from '../names.ts';
import { refusalWords } from '../refusal.ts';
import { changeWords } from '../template-changes.ts';
import { candidateStanding } from './candidate.ts';
import { breakGlassBlock, choiceBlock, reasonBlock, stuckPodsBlock } from './inputs.ts';
import { wayEffect, wayLabel } from './way.ts';

export interface RollbackQuestion {
  readonly offered: Offered;
  /** The version that is chosen at the moment. */
  readonly chosen: Candidate;
  readonly secondPerson: SecondPerson;
  /** What holds automatic releases there; `unreadable` when nobody can tell. */
  readonly lock?: Lock | 'unreadable';
  readonly now: number;
  /** Where the card is. */
  readonly channel?: string;
}

/** The question before a rollback: from what, to what, how, and what changes. */
export function renderRollbackModal(question: RollbackQuestion): ModalView {
  const { offered, chosen, secondPerson, now } = question;
  const { offer } = offered;
  const body = richText(questionParts(question).map(paragraph));
  return {
    type: 'modal',
    callback_id: rollbackModal,
    private_metadata: offer.id.slice(0, limits.modalMetadata),
    title: plainText('Roll back', limits.modalTitle),
    submit: plainText(submitLabel(question), limits.modalButton),
    close: plainText('Cancel', limits.modalButton),
    blocks: [
      ...(body === undefined ? [] : [body]),
      ...choiceBlock(offer.candidates, chosen, now),
      ...(waitsForPods(offered) ? [stuckPodsBlock(versionName(offered.card.version.label))] : []),
      ...(secondPerson === 'may-break-glass' ? [breakGlassBlock()] : []),
      reasonBlock(),
    ],
  };
}

function questionParts(question: RollbackQuestion): (readonly Inline[])[] {
  const { offered, chosen, secondPerson, channel } = question;
  const { card, environment, rollout, offer } = offered;
  const { images, changed = [] } = chosen.revision;
  const changes = [
    ...imageChanges(rollout.revision.images, images),
    ...changeWords(reversed(changed), images.length > 1),
  ];
  return [
    ['Roll back ', bold(serviceName(card.owner.service)), ' in ', bold(environmentName(environment)), '?\n'],
    [
      'From ',
      bold(versionName(card.version.label)),
      ` (${standing(offered)}) to `,
      bold(versionName(chosen.label)),
      ...candidateStanding(chosen),
    ],
    [
      changes.length === 0
        ? 'Changes: the images are the same; the configuration differs.'
        : `Changes: ${changes.join('; ')}.`,
    ],
    [wayEffect(offer.way)],
    ...secondPersonParts(secondPerson, environment),
    ...lockParts(question),
    ...(card.mutes ?? []).map(muteSentence),
    ...(channel === undefined ? [] : [['The card in ', channelLink(channel), ' shows how it goes.']]),
  ];
}

function secondPersonParts(secondPerson: SecondPerson, environment: string): (readonly Inline[])[] {
  if (secondPerson === 'not-needed') return [];
  return [
    [
      `${environmentName(environment)} asks for a second person: nothing is done until somebody else who may agrees on the card.`,
    ],
  ];
}

function lockParts({ lock, offered: { environment } }: RollbackQuestion): (readonly Inline[])[] {
  if (lock === undefined) return [];
  if (lock === 'unreadable') {
    return [
      [
        `Whether ${environmentName(environment)} is locked cannot be read at the moment: it counts as locked.`,
      ],
    ];
  }
  return [[...lockSentence(lock), '. That holds pipelines, not you.']];
}

/** Ways on which Shipmate itself is at work in the cluster, and can see to pods. */
const inHand: ReadonlySet<WayBackKind> = new Set(['undo', 'argocd-history', 'helm']);

/** A StatefulSet replaces its pods one after the other, and none before the one that does not get ready. */
function waitsForPods({ rollout, offer }: Offered): boolean {
  return rollout.workload.kind === 'StatefulSet' && inHand.has(offer.way.kind);
}

function submitLabel({ offered, chosen, secondPerson }: RollbackQuestion): string {
  if (secondPerson === 'needed') return 'Ask for a second person';
  const label = wayLabel(offered.offer.way, versionName(chosen.label));
  return label.length <= limits.modalButton ? label : 'Roll back';
}

/** The same place, when there is nothing to confirm any more: why, and no button to send. */
export function renderRefusalModal(refusal: Refusal): ModalView {
  const body = richText([paragraph(refusalWords(refusal))]);
  const blocks: KnownBlock[] = body === undefined ? [section('Nothing was changed.')] : [body];
  return {
    type: 'modal',
    title: plainText('Not rolled back', limits.modalTitle),
    close: plainText('Close', limits.modalButton),
    blocks,
  };
}

function standing({ rollout }: Offered): string {
  return rollout.status === 'timed-out' ? 'timed out' : rollout.status;
}
