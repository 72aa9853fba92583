import { describe, expect, it } from 'vitest';
import { type Alias, isAuthor, subscribersOf } from '../../../src/domain/quiet/author.ts';
import type { Subscription } from '../../../src/domain/quiet/subscription.ts';
import { look, openCard } from '../release/story.ts';

const ada = { userId: 'U0ADA', email: 'Ada@acme.example' };
const aliases: readonly Alias[] = [
  { userId: 'U0ADA', names: ['ada-obi', 'Ada L.'] },
  { userId: 'U0LINUS', names: ['linus'] },
];

describe('a build is of its author', () => {
  it.each([
    ['ada@acme.example', true],
    ['ADA@ACME.EXAMPLE', true],
    ['Ada Obi <ada@acme.example>', true],
    ['  ada-obi ', true],
    ['@ada-obi', true],
    ['ADA L.', true],
    ['U0ADA', true],
    ['Ada', false],
    ['Ada Obi', false],
    ['linus', false],
    ['ada@acme.example.evil.example', false],
    ['Ada L. <mei@acme.example>', true],
    ['<ada@acme.example>', true],
    ['', false],
    ['<>', false],
  ])('%j: %s', (author, expected) => {
    expect(isAuthor(ada, { author }, aliases)).toBe(expected);
  });

  it('also when only the address is said, and however it is written', () => {
    expect(isAuthor(ada, { authorEmail: 'ada@ACME.example' }, [])).toBe(true);
    expect(isAuthor(ada, { author: 'Mei', authorEmail: 'ada@acme.example' }, [])).toBe(true);
    expect(isAuthor(ada, { authorEmail: 'mei@acme.example' }, [])).toBe(false);
  });

  it('by an address that the configuration names, such as one of Git', () => {
    const git = [{ userId: 'U0ADA', names: ['1+ada@users.noreply.example'] }];

    expect(isAuthor(ada, { authorEmail: '1+ada@users.noreply.example' }, git)).toBe(true);
  });

  it('never by an address that Slack does not know, when it knows none', () => {
    expect(isAuthor({ userId: 'U0ADA' }, { author: 'ada@acme.example' }, [])).toBe(false);
  });

  it('when nobody is named, of nobody', () => {
    expect(isAuthor(ada, {}, aliases)).toBe(false);
  });
});

describe('who is told directly of a card', () => {
  const card = openCard(look(43), 1_000);
  const build = { id: 'b', service: 'payments-api', startedAt: 1, steps: [], author: 'ada@acme.example' };
  const subscription: Subscription = { ...ada, name: 'Ada', since: 1_000, wants: 'all' };

  it('is its author, if they asked before it was opened', () => {
    const later = { ...subscription, userId: 'U0LATER', since: 1_001 };
    const other = { ...subscription, userId: 'U0MEI', email: 'mei@acme.example' };

    expect(subscribersOf({ ...card, build }, [subscription, later, other], [])).toEqual([subscription]);
  });

  it('is nobody when there is no build', () => {
    expect(subscribersOf(card, [subscription], [])).toEqual([]);
  });
});
