import type { KnownBlock } from '@slack/types';
import { isStillTrue, needsSomebody } from '../../src/domain/quiet/hush.ts';
import type { Card, Hold } from '../../src/domain/release/card.ts';
import { rolloutsOf } from '../../src/domain/release/settle-card.ts';
import { muteAction, muteLongerAction, unmuteAction, unmuteServiceAction } from '../kit/action-id.ts';
import { button, menu, row } from '../kit/blocks.ts';
import { moment } from '../kit/date.ts';
import type { Inline } from '../kit/inline.ts';
import { limits } from '../kit/limits.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { truncate } from '../kit/truncate.ts';
import { muteSentence } from '../mute.ts';
import { muteChoices } from '../mute-choice.ts';
import { serviceName } from '../names.ts';

/** Who is told of this card, where that is not everybody at once; and how to hear less of it, or more again. */
export function quietBlocks(card: Card): readonly KnownBlock[] {
  const lines = [...muteLines(card), ...holdLines(card)];
  const block = richText(lines.map(paragraph));
  return [...(block === undefined ? [] : [block]), ...buttons(card)];
}

function muteLines({ mutes = [] }: Card): readonly (readonly Inline[])[] {
  return mutes.map(muteSentence);
}

/** A mute says enough by itself. */
function holdLines(card: Card): readonly (readonly Inline[])[] {
  const said = new Set<Hold['by']>();
  return card.notices.flatMap((notice) => {
    const { held } = notice;
    if (held === undefined || said.has(held.by) || !isStillTrue(notice, card)) return [];
    said.add(held.by);
    return holdSentence(held);
  });
}

function holdSentence(held: Hold): readonly (readonly Inline[])[] {
  switch (held.by) {
    case 'quiet-hours':
      return [
        [
          'Quiet hours in this channel: the reply that pings comes ',
          moment(held.until),
          ', if this is still so.',
        ],
      ];
    case 'digest':
      return [
        ['Too much began here at once: a digest in this channel tells of it, and no reply of its own.'],
      ];
    case 'mute':
    case 'over':
      return [];
    default:
      return held satisfies never;
  }
}

function buttons(card: Card): readonly KnownBlock[] {
  const { id, mutes = [] } = card;
  const service = serviceName(card.owner.service);
  const longer = isCalling(card) ? [muteMenu(card)] : [];
  if (mutes.length === 0) return isCalling(card) ? [row([muteButton(card), ...longer])] : [];
  // One press makes it heard: where its service is muted, the end of its own mute alone would change nothing.
  const ofService = mutes.some(({ scope }) => scope.kind === 'service');
  return [
    row([
      ofService
        ? button({
            actionId: unmuteServiceAction,
            label: truncate(`Unmute ${service}`, limits.button),
            value: id,
          })
        : button({ actionId: unmuteAction, label: 'Unmute', value: id }),
      // Who needs more time need not have everybody called before.
      ...longer,
    ]),
  ];
}

function muteButton({ id }: Card) {
  return button({ actionId: muteAction, label: 'Mute 1 h', value: id });
}

function muteMenu({ id, owner }: Card) {
  return menu({
    actionId: muteLongerAction,
    label: 'Mute for longer',
    choices: muteChoices(id, serviceName(owner.service)),
  });
}

function isCalling(card: Card): boolean {
  return rolloutsOf(card).some((rollout) => rollout.isLeft !== true && needsSomebody(rollout));
}
