import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import { renderSubscriptionAnswer } from '../../messages/subscription.ts';
import { withSubscriptionLine } from '../../messages/subscription-line.ts';
import type { Subscription, SubscriptionAnswer } from '../../src/domain/quiet/subscription.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { cardOf, failing } from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { noon, read } from './read.ts';

const email = 'ada@acme.example';
const subscription: Subscription = { userId: 'U0ADA', name: 'Ada', email, since: noon, wants: 'failures' };
const on = { subscription, email, wasChanged: true } as const;

const answers: Readonly<Record<string, SubscriptionAnswer>> = {
  'on, and builds of theirs are known': { ...on, knownAs: 'Ada Obi <ada@acme.example>', authors: [] },
  'on, for all': {
    ...on,
    subscription: { ...subscription, wants: 'all' },
    knownAs: 'ada-obi',
    authors: ['ada-obi'],
  },
  'on, and one other author is known': { ...on, authors: ['Ada L.'] },
  'on, and many other authors are known': { ...on, authors: ['a', 'b', 'c', 'd', 'e', 'f'] },
  'on, and no author is known': { ...on, authors: [] },
  'on, and Slack keeps the address': { subscription, wasChanged: true, authors: ['Ada L.'] },
  'it is on': { ...on, wasChanged: false, knownAs: email, authors: [email] },
  'off from now on': { wasChanged: true, authors: ['Ada L.'] },
  'it is off': { wasChanged: false, authors: ['Ada L.'] },
};

describe.each(Object.entries(answers))('the answer about direct messages: %s', (_name, answer) => {
  it('says what is so, and by what I know whose a build is', () => {
    const message = renderSubscriptionAnswer(answer);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });
});

describe('names of authors that are made to ping', () => {
  it.each([...hostileTexts, endless])('ping nobody: %#', (text) => {
    for (const answer of [
      { ...on, email: text, authors: [text, text] },
      { ...on, email: text, knownAs: text, authors: [] },
    ]) {
      const message = renderSubscriptionAnswer(answer);

      expectAccepted(message);
      expectNoForeignEntity(message);
    }
  });
});

describe('a card that is sent directly', () => {
  const card = renderCard(cardOf(failing), noon, 'plan');

  it('says where else it is and how to end this', () => {
    expect(read(withSubscriptionLine(card, '#team-payments')).split('\n').at(-1)).toBe(
      'A change of yours, also in #team-payments · /shipmate notify me off ends these messages',
    );
    expect(read(withSubscriptionLine(card, 'C0PAY')).split('\n').at(-1)).toBe(
      'A change of yours · /shipmate notify me off ends these messages',
    );
  });

  it.each([...hostileTexts, endless])('in whatever channel: %#', (text) => {
    const message = withSubscriptionLine(card, `#${text}`);

    expectAccepted(message);
    expectNoForeignEntity(message);
  });
});
