import type { KnownBlock, ModalView } from '@slack/types';
import type { Offered } from '../src/domain/rollback/check-offer.ts';
import type { Refusal } from '../src/domain/rollback/refusal.ts';
import { reversed } from '../src/domain/rollout/template-change.ts';
import { imageChanges } from './image-changes.ts';
import { reasonInput, rollbackModal } from './kit/action-id.ts';
import { plainText, section } from './kit/blocks.ts';
import { ago } from './kit/date.ts';
import { bold, channelLink, type Inline } from './kit/inline.ts';
import { limits } from './kit/limits.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { environmentName, serviceName, versionName } from './names.ts';
import { refusalWords } from './refusal.ts';
import { changeWords } from './template-changes.ts';

const longestReason = 500;

/** The question before a rollback: from what, to what, what changes. `channel` is where its card is. */
export function renderRollbackModal(offered: Offered, channel?: string): ModalView {
  const { card, environment, rollout, offer } = offered;
  const target = versionName(offer.targetLabel);
  const { images, changed = [] } = offer.target;
  const changes = [
    ...imageChanges(rollout.revision.images, images),
    ...changeWords(reversed(changed), images.length > 1),
  ];
  const body = richText([
    paragraph([
      'Roll back ',
      bold(serviceName(card.owner.service)),
      ' in ',
      bold(environmentName(environment)),
      '?\n',
    ]),
    paragraph([
      'From ',
      bold(versionName(card.version.label)),
      ` (${standing(offered)}) to `,
      bold(target),
      ...known(offered),
    ]),
    paragraph([
      changes.length === 0
        ? 'Changes: the images are the same; the configuration differs.'
        : `Changes: ${changes.join('; ')}.`,
    ]),
    paragraph([
      'The pod template goes back, nothing else: ConfigMaps, Secrets and the number of pods stay as they are.',
    ]),
    ...(channel === undefined
      ? []
      : [paragraph(['The card in ', channelLink(channel), ' shows how it goes.'])]),
  ]);
  return {
    type: 'modal',
    callback_id: rollbackModal,
    private_metadata: offer.id.slice(0, limits.modalMetadata),
    title: plainText('Roll back', limits.modalTitle),
    submit: plainText(
      `Roll back to ${target}`.length <= limits.modalButton ? `Roll back to ${target}` : 'Roll back',
      limits.modalButton,
    ),
    close: plainText('Cancel', limits.modalButton),
    blocks: [...(body === undefined ? [] : [body]), reasonBlock()],
  };
}

/** The same place, when there is nothing to confirm any more: why, and no button to send. */
export function renderRefusalModal(refusal: Refusal): ModalView {
  const body = richText([paragraph(refusalWords(refusal))]);
  return {
    type: 'modal',
    title: plainText('Not rolled back', limits.modalTitle),
    close: plainText('Close', limits.modalButton),
    blocks: body === undefined ? [section('Nothing was changed.')] : [body],
  };
}

/** The reason that was typed, from `view.state.values`; undefined when the field was left empty. */
export function readRollbackReason(values: unknown): string | undefined {
  const typed = field(field(field(values, reasonInput.blockId), reasonInput.actionId), 'value');
  const reason = typeof typed === 'string' ? typed.trim().slice(0, longestReason) : '';
  return reason === '' ? undefined : reason;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function standing({ rollout }: Offered): string {
  return rollout.status === 'timed-out' ? 'timed out' : rollout.status;
}

function known({ offer }: Offered): readonly Inline[] {
  return offer.knownGoodAt === undefined
    ? [', the newest earlier version that the cluster keeps. Shipmate has not seen it healthy here.']
    : [', seen healthy ', ago(offer.knownGoodAt), '.'];
}

function reasonBlock(): KnownBlock {
  return {
    type: 'input',
    block_id: reasonInput.blockId,
    optional: true,
    label: plainText('Reason', limits.inputLabel),
    element: {
      type: 'plain_text_input',
      action_id: reasonInput.actionId,
      multiline: true,
      max_length: longestReason,
      placeholder: plainText('Shown on the card', limits.placeholder),
    },
  };
}
