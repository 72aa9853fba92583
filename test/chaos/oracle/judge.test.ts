import { describe, expect, it } from 'vitest';
import type { ReleaseTruth } from '../company/ledger.ts';
import { type ExpectationRequest, expectationOf } from './expectation.ts';
import { judge } from './judge.ts';
import { readCard } from './read-card.ts';
import type { PostReading } from './read-channels.ts';
import { readNotice } from './read-notice.ts';

const minute = 60_000;

function truth(change: Partial<ReleaseTruth> = {}): ReleaseTruth {
  const about = { service: 'ledger', kind: 'Deployment', channel: '#shop', version: 'v2' } as const;
  return { ...about, behaviour: 'good', isBuilt: false, openedAt: 1_000, startedAt: 1_000, ...change };
}

const live: ReleaseTruth = truth({ completeAt: 5_000 });
const broken: ReleaseTruth = truth({ behaviour: 'crashing' });
const there = { version: 'v2', isThere: true, hasFailed: false, wanted: 3, ready: 3 };
const notThere = { ...there, isThere: false, ready: 0 };
const everything = { release: true, success: true };

function expected(release: ReleaseTruth, change: Partial<ExpectationRequest> = {}) {
  const facts = release.completeAt === undefined ? notThere : there;
  const request = { release, seen: everything, successors: [], facts, ...change };
  return { release, expectation: expectationOf(request) };
}

interface Shown {
  readonly text: string;
  readonly replies?: readonly string[];
  readonly channel?: string;
  readonly at?: number;
}

function post({ text, replies = [], channel = '#shop', at = 2_000 }: Shown): PostReading {
  const card = readCard(text);
  return {
    channel,
    ts: String(at),
    at,
    text,
    ...(card === undefined ? {} : { card }),
    replies: replies.map((reply, index) => ({
      kind: readNotice(reply),
      text: reply,
      files: [],
      at: at + index * 1_000,
    })),
  };
}

const liveCard =
  '✓ ledger · v2\nv2 is live in prod · 4 s · 3 of 3 pods on v2\n  ✓ prod · 3 of 3 pods on v2 · 4 s';
const failedCard = '✗ ledger · v2\nv2 failed in prod · 2 min\n  ✗ prod · 0 of 3 pods on v2 · failed';
const failing = '@payments v2 of ledger is failing in prod. ledger exits with code 1.';
const kindsOf = (posts: readonly Shown[], releases: readonly ReturnType<typeof expected>[]) =>
  judge(posts.map(post), releases).map(({ kind }) => kind);

describe('what is right', () => {
  it.each([
    ['a live version', [{ text: liveCard }], [expected(live)]],
    ['a broken one', [{ text: failedCard, replies: [failing] }], [expected(broken)]],
    [
      'one that was superseded',
      [
        {
          text: '○ ledger · v2\nv2 failed and was superseded in prod by v3',
          replies: [failing, 'v2 failed and was superseded in prod by v3.'],
        },
      ],
      [
        expected(truth({ behaviour: 'crashing', end: { how: 'superseded', at: 9_000, by: 'v3' } }), {
          successors: [truth({ version: 'v3' })],
        }),
      ],
    ],
    [
      'one that was rolled back',
      [
        {
          text: '↩ ledger · v2\nRolled back by @Ada (ledger), 3 of 3 pods on v1 in prod · 10 s',
          replies: [failing, 'Rolled back by @Ada (ledger), 3 of 3 pods on v1 in prod.'],
        },
      ],
      [expected(truth({ behaviour: 'crashing', end: { how: 'rolled-back', at: 9_000, to: 'v1' } }))],
    ],
    [
      'one that was deleted',
      [{ text: '○ ledger · v2\nv2 was deleted from prod before it was live' }],
      [expected(truth({ end: { how: 'deleted', at: 9_000 } }))],
    ],
    ['one that nobody could see', [], [expected(live, { seen: { release: false, success: false } })]],
    [
      'two releases of one version',
      [{ text: liveCard }, { text: liveCard, at: 90_000 }],
      [expected(live), expected({ ...live, openedAt: 80_000, startedAt: 80_000 })],
    ],
  ])('is found in nothing: %s', (_what, posts, releases) => {
    expect(kindsOf(posts, releases)).toEqual([]);
  });
});

describe('a version that is released twice', () => {
  const first = { ...live, end: { how: 'superseded', at: 9_000, by: 'v3' } } as const;
  const again = { ...live, openedAt: 80_000, startedAt: 80_000 };

  it('has a card for each, in whatever order they were posted', () => {
    const cards = [
      { text: liveCard, at: 90_000 },
      { text: '○ ledger · v2\nv2 was superseded in prod by v3', at: 91_000 },
    ];
    const seen = { release: true, success: false };
    const successors = [truth({ version: 'v3' })];

    expect(kindsOf(cards, [expected(first, { seen, successors }), expected(again)])).toEqual([]);
  });

  it('has one for both, if the first was seen by nobody', () => {
    const unseen = { release: false, success: false };

    expect(kindsOf([{ text: liveCard }], [expected(first, { seen: unseen }), expected(again)])).toEqual([]);
    expect(kindsOf([{ text: liveCard }], [expected(first), expected(again)])).toEqual(['missing-verdict']);
  });
});

describe('a verdict is missing', () => {
  it.each([
    ['no card', [], expected(live)],
    [
      'a card that is still on its way',
      [{ text: '▸ ledger · v2\nledger v2 → prod: 1 of 3 pods updated' }],
      expected(live),
    ],
    [
      'a card of a build only',
      [{ text: '▸ ledger · v2\nbuilt in 8 s, its rollout has not started yet' }],
      expected(live),
    ],
    ['a failure that called nobody', [{ text: failedCard }], expected(broken)],
    [
      'a rollback that nobody was told of',
      [{ text: '↩ ledger · v2\nRolled back by @Ada, 3 of 3 pods on v1 in prod', replies: [failing] }],
      expected(truth({ behaviour: 'crashing', end: { how: 'rolled-back', at: 9_000, to: 'v1' } })),
    ],
    [
      'trouble that is over and nobody said so',
      [{ text: '○ ledger · v2\nv2 failed and was superseded in prod by v3', replies: [failing] }],
      expected(truth({ behaviour: 'crashing', end: { how: 'superseded', at: 9_000, by: 'v3' } }), {
        successors: [truth({ version: 'v3' })],
      }),
    ],
  ])('%s', (_what, posts, release) => {
    expect(kindsOf(posts, [release])).toEqual(['missing-verdict']);
  });
});

describe('a message is there twice', () => {
  it('as a card', () => {
    expect(kindsOf([{ text: liveCard }, { text: liveCard, at: 3_000 }], [expected(live)])).toEqual([
      'duplicate-message',
    ]);
  });

  it('as a card of the build and one of the rollout', () => {
    const built = '▸ ledger · v2\nbuilt in 8 s, its rollout has not started yet';

    expect(kindsOf([{ text: liveCard }, { text: built, at: 1_500 }], [expected(live)])).toContain(
      'duplicate-message',
    );
  });

  it('as a reply that calls people', () => {
    expect(kindsOf([{ text: failedCard, replies: [failing, failing] }], [expected(broken)])).toEqual([
      'duplicate-message',
    ]);
  });

  it('but not when people are called again much later', () => {
    const reading = post({ text: failedCard, replies: [failing] });
    const [reply] = reading.replies;
    const again = reply === undefined ? [] : [{ ...reply, at: reply.at + 11 * minute }];

    const findings = judge([{ ...reading, replies: [...reading.replies, ...again] }], [expected(broken)]);

    expect(findings).toEqual([]);
  });

  it('as a file', () => {
    const reading = post({ text: failedCard, replies: [failing] });
    const withFile = { kind: 'other' as const, text: '', files: ['ledger.log'], at: 9_000 };

    const findings = judge(
      [{ ...reading, replies: [...reading.replies, withFile, { ...withFile, text: 'again' }] }],
      [expected(broken)],
    );

    expect(findings.map(({ kind }) => kind)).toEqual(['duplicate-message']);
  });
});

describe('a card is wrong', () => {
  it.each([
    ['says that a broken version is live', [{ text: liveCard, replies: [failing] }], expected(broken)],
    ['says that a live one failed', [{ text: failedCard, replies: [] }], expected(live)],
    ['counts other pods', [{ text: liveCard.replaceAll('3 of 3', '2 of 3') }], expected(live)],
    [
      'counts other pods in its row',
      [{ text: liveCard.replace('✓ prod · 3 of', '✓ prod · 1 of') }],
      expected(live),
    ],
    ['names another version', [{ text: liveCard.replace('on v2\n', 'on v1\n') }], expected(live)],
    [
      'names another environment',
      [{ text: liveCard.replace('live in prod', 'live in dev') }],
      expected(live),
    ],
    ['is in another channel', [{ text: liveCard, channel: '#shipping' }], expected(live)],
    ['lacks the steps of its build', [{ text: liveCard }], expected({ ...live, isBuilt: true })],
    [
      'names another successor',
      [{ text: '○ ledger · v2\nv2 was superseded in prod by v9' }],
      expected(truth({ end: { how: 'superseded', at: 9_000, by: 'v3' } }), {
        successors: [truth({ version: 'v3' })],
      }),
    ],
    [
      'says that it was rolled back to another version',
      [
        {
          text: '↩ ledger · v2\nRolled back by @Ada, 3 of 3 pods on v0 in prod',
          replies: [failing, 'Rolled back by @Ada, 3 of 3 pods on v0 in prod.'],
        },
      ],
      expected(truth({ behaviour: 'crashing', end: { how: 'rolled-back', at: 9_000, to: 'v1' } })),
    ],
    ['was never asked for', [{ text: liveCard }, { text: liveCard.replaceAll('v2', 'v7') }], expected(live)],
    [
      'is an alert of nothing',
      [{ text: liveCard }, { text: '✗ ledger · v2\nv2 began to fail in prod today · no release in flight' }],
      expected(live),
    ],
  ])('that %s', (_what, posts, release) => {
    const kinds = kindsOf(posts, [release]);

    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds.every((kind) => kind === 'wrong-card' || kind === 'missing-verdict')).toBe(true);
    expect(kinds).toContain('wrong-card');
  });

  it('whose reply calls people to nothing', () => {
    expect(kindsOf([{ text: liveCard, replies: [failing] }], [expected(live)])).toEqual(['wrong-card']);
  });
});

describe('what the bot need not have seen', () => {
  const left = truth({ completeAt: 5_000, end: { how: 'superseded', at: 9_000, by: 'v3' } });
  const successors = [truth({ version: 'v3' }), truth({ version: 'v4' })];
  const unseen = { release: true, success: false };

  it('is a success of a moment', () => {
    const card = { text: '○ ledger · v2\nv2 was superseded in prod by v3' };

    expect(kindsOf([card], [expected(left, { seen: unseen, successors })])).toEqual([]);
    expect(kindsOf([card], [expected(left, { successors })])).toEqual(['wrong-card']);
  });

  it('is what came in between', () => {
    const card = { text: '○ ledger · v2\nv2 was superseded in prod by v4' };

    expect(kindsOf([card], [expected(left, { seen: unseen, successors })])).toEqual([]);
    expect(kindsOf([card], [expected(left, { seen: unseen, successors: successors.slice(0, 1) })])).toEqual([
      'wrong-card',
    ]);
  });

  it('is a failure, as long as it was not left at once', () => {
    const crashed = truth({ behaviour: 'crashing', end: { how: 'superseded', at: 90_000, by: 'v3' } });
    const early = truth({ behaviour: 'crashing', end: { how: 'superseded', at: 2_000, by: 'v3' } });
    const card = { text: failedCard, replies: [failing] };

    expect(kindsOf([card], [expected(crashed, { successors })])).toEqual([]);
    expect(kindsOf([card], [expected(early, { successors })])).toEqual(['wrong-card']);
  });
});
