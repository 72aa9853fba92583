import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, renderUnanswered, type Unanswered } from '../../messages/unanswered.ts';
import { findPings } from '../../sandbox/slack/text/pings.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { anyText } from './arbitrary-card.ts';
import { endless, hostileTexts } from './hostile.ts';
import { plain, read } from './read.ts';

const asked: Readonly<Record<string, Asked>> = {
  'a button': { by: 'button', name: 'Roll back to v42' },
  'a command': { by: 'command', name: '/shipmate' },
  'a dialog': { by: 'dialog', name: 'Roll back' },
  'something else': { by: 'other', name: '' },
};

const reasons: readonly Unanswered[] = [
  { kind: 'restarting' },
  { kind: 'too-slow' },
  { kind: 'too-old', minutes: 5 },
  { kind: 'error', reference: '7Q4F' },
];

describe.each(Object.entries(asked))('what nothing came of: %s', (_, each) => {
  it.each(reasons)('is explained to whoever asked: $kind', (because) => {
    const message = renderUnanswered(each, because);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });
});

describe('a name that others chose', () => {
  it.each([...hostileTexts, endless])('is text and nothing else: %j', (name) => {
    for (const by of ['button', 'command', 'dialog'] as const) {
      const message = renderUnanswered({ by, name }, { kind: 'restarting' });

      expectAccepted(message);
      expectNoForeignEntity(message);
    }
  });

  it('never notifies anybody', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom('button', 'command', 'dialog'), (name, reference, by) => {
        const { text, blocks } = renderUnanswered({ by, name }, { kind: 'error', reference });

        expect(findPings(text, plain(blocks))).toEqual([]);
      }),
    );
  });
});
