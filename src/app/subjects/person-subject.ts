import { renderSlot } from '../../../messages/slot.ts';
import { withSubscriptionLine } from '../../../messages/subscription-line.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';
import { callsOf, directRoot, isWorthTelling, readDirectId } from '../quiet/mark-subscribers.ts';

export interface PersonSubjectOptions {
  readonly renderer: 'plan' | 'plain';
  readonly now: () => number;
}

/** What one person is told directly: the cards of their changes, as the channel sees them. */
export function createPersonSubject({ renderer, now }: PersonSubjectOptions): SubjectSource {
  return {
    root: directRoot,
    isMovable: false,

    async load({ subject, slot }, store) {
      const { userId, cardId } = readDirectId(subject.id);
      const card = await store.card(cardId);
      const subscriptions = await store.quiet.subscriptions();
      const subscription = subscriptions.find((each) => each.userId === userId);
      if (card === undefined || subscription === undefined) return undefined;
      // What is shown goes on, also to who wants to hear of failures alone by now.
      const isShown = (await store.message(subject, directRoot))?.ts !== undefined;
      if (!isShown && !isWorthTelling(card, subscription)) return undefined;
      const isCall = callsOf(card).some(({ key }) => key === slot);
      if (slot !== directRoot && !isCall) return undefined;
      // The person is called, and nobody else.
      const me = [{ name: card.owner.team ?? '', members: [userId] }];
      const owner = { ...card.owner, team: card.owner.team ?? '' };
      return ({ style, late }) => {
        const message = renderSlot({
          card: slot === directRoot ? card : { ...card, owner },
          slot,
          style: renderer === 'plain' ? 'plain' : style.renderer,
          isShort: style.isShort,
          now: now(),
          teams: me,
          ...(late === undefined ? {} : { late }),
        });
        if (message === undefined) return undefined;
        const said = slot === directRoot ? withSubscriptionLine(message, card.owner.channel) : message;
        return { kind: 'message', message: said };
      };
    },
  };
}
