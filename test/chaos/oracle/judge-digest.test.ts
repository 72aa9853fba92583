import { describe, expect, it } from 'vitest';
import {
  all,
  begunAt,
  broken,
  called,
  cardOf,
  channelWith,
  digestOf,
  digestText,
  failedText,
  found,
  tsOf,
} from './stormy-channel.ts';

const says = (from: string | RegExp, to: string, links?: readonly string[]) => ({
  digest: [digestOf({ text: digestText.replace(from, to), ...(links === undefined ? {} : { links }) })],
});

describe('a digest is wrong', () => {
  it.each([
    [
      'never ends',
      'missing-verdict: it never says that the storm is over',
      {
        digest: [
          digestOf({
            text: digestText.replace(
              'The storm is over: 4 of 4 problems still need somebody.',
              '4 problems at once here. 2 of them are told in this list only.',
            ),
            span: { from: begunAt + 5_000 },
          }),
        ],
      },
    ],
    ['counts other problems', 'wrong-card: it counts other problems than it names', says('4 of 4', '4 of 5')],
    [
      'counts others as open',
      'wrong-card: it counts others as still there than it names',
      says('4 of 4', '3 of 4'),
    ],
    [
      'counts none as open',
      'wrong-card: it counts others as still there than it names',
      says(
        'The storm is over: 4 of 4 problems still need somebody.',
        'The storm is over, and so are all its 4 problems.',
      ),
    ],
    [
      'says that what fails has recovered',
      'wrong-card: a digest says recovered of it, and its card failed',
      says(/✗ d .*/, '✓ d in prod · v2 · recovered', ['c', 'a', 'b'].map(tsOf)),
    ],
    [
      'says something else',
      'wrong-card: what it says of d',
      says(/✗ d .*/, '✗ d in prod · v2 · is a mystery', ['c', 'a', 'b'].map(tsOf)),
    ],
    ['names another environment', 'wrong-card: a digest tells of it in dev', says('d in prod', 'd in dev')],
    [
      'lists what was never released',
      'wrong-card: a digest tells of it, and nothing that happened asks for it',
      says('d in prod · v2', 'd in prod · v9'),
    ],
    [
      'leads astray',
      'wrong-card: its line of c v2 does not lead to its card',
      says('', '', ['d', 'c', 'a', 'b'].map(tsOf)),
    ],
    [
      'leads nowhere',
      'wrong-card: no reply here called people to b',
      says('', '', ['c', 'd', 'a'].map(tsOf)),
    ],
    [
      'leads to more than it names',
      'wrong-card: it leads to 1 more cards than it names',
      says('', '', ['c', 'd', 'a', 'b', 'c'].map(tsOf)),
    ],
    [
      'began too early',
      'wrong-card: it began after 1 problems, not after 2',
      says('a in prod, b in prod', 'a in prod', ['c', 'd', 'a'].map(tsOf)),
    ],
    [
      'began with what called nobody',
      'wrong-card: no reply here called people to c',
      says('a in prod, b', 'c in prod, b', ['c', 'd', 'c', 'b'].map(tsOf)),
    ],
    [
      'names one call twice',
      'wrong-card: it names a call twice',
      says('a in prod, b', 'b in prod, b', ['c', 'd', 'b', 'b'].map(tsOf)),
    ],
    [
      'began with calls that were far apart',
      'wrong-card: its calls were not made within the time',
      { b: [called('b', begunAt - 60_000)] },
    ],
    [
      'was over too early',
      'wrong-card: it was over before it had been calm for the time',
      {
        digest: [digestOf({ span: { from: begunAt, to: begunAt + 30_000 } })],
      },
    ],
    [
      'is in another channel',
      'wrong-card: a digest tells of it in #shipping',
      { digest: [digestOf({ channel: '#shipping' })] },
    ],
  ])('that %s', (_what, finding, change) => {
    expect(found(channelWith(change))).toContain(finding);
  });

  it('that calls people to nothing', () => {
    const healthy = broken('d', { behaviour: 'good' });

    expect(found(channelWith(), [...all.slice(0, 3), healthy])).toContain(
      'wrong-card: a digest calls people to nothing',
    );
  });

  it('whose problem is not spoken of on the card', () => {
    const silent = { d: [cardOf('d', failedText('d', false))] };

    expect(found(channelWith(silent))).toEqual([
      'wrong-card: its card does not say that a digest tells of it',
    ]);
  });
});
