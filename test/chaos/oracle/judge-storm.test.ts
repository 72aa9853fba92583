import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import {
  all,
  begunAt,
  broken,
  called,
  callOf,
  cardOf,
  channelWith,
  digestOf,
  digestText,
  failedText,
  folded,
  found,
  storms,
  tsOf,
} from './stormy-channel.ts';

describe('a storm that was told as it should be', () => {
  it('is found in nothing', () => {
    expect(found(channelWith())).toEqual([]);
  });

  it('may be over with all its problems', () => {
    const text = [
      '@payments The storm is over, and so are all its 4 problems.',
      '✓ c in prod · v2 · recovered',
      '○ d in prod · v2 · is not running any more',
      'Told one by one, and over: a in prod, b in prod.',
      'from today at 11:57 to today at 11:58',
    ].join('\n');
    const left = (service: string) => `○ ${service} · v2\nv2 failed and was superseded in prod by v3`;
    const replyOf = (service: string) => ({
      kind: 'left' as const,
      text: 'v2 failed and was superseded in prod by v3.',
      files: [],
      at: begunAt + 9_000,
      key: `${service}:left`,
    });
    const end = { how: 'superseded', at: begunAt + 30_000, by: 'v3' } as const;
    const next = { service: 'a', kind: 'Deployment', channel: '#shop', version: 'v3' } as const;
    const successor = { ...broken('a').release, ...next };
    const superseded = ['a', 'b', 'd'].map((service) => ({
      ...broken(service, { end }),
      expectation: {
        isOwed: true,
        hasTrouble: true,
        states: [{ kind: 'superseded', by: successor.version }],
      },
    })) as typeof all;
    const live = 'v2 is live in prod · 47 s · 1 of 1 pod on v2';
    const mended = {
      ...broken('c', { completeAt: begunAt + 40_000 }),
      expectation: { isOwed: true, hasTrouble: true, states: [{ kind: 'live', up: 1, wanted: 1, on: 'v2' }] },
    } as (typeof all)[number];
    const posts = channelWith({
      a: [cardOf('a', left('a'), [callOf('a', begunAt), replyOf('a')])],
      b: [cardOf('b', left('b'), [callOf('b', begunAt + 1_000), replyOf('b')])],
      c: [cardOf('c', `✓ c · v2\n${live}`)],
      d: [cardOf('d', left('d'))],
      digest: [digestOf({ text, links: ['a', 'b'].map(tsOf) })],
    });

    expect(found(posts, [...superseded, mended])).toEqual([]);
    expect(found([...posts.slice(0, -1), digestOf()], [...superseded, mended])).toEqual(
      expect.arrayContaining(['wrong-card: a digest says failing of it, and its card live']),
    );
  });

  it('is a message that nothing asks for where there are no storms', () => {
    const kinds = judge(channelWith(), all).map(({ kind }) => kind);

    expect(kinds).toContain('wrong-card');
  });
});

describe('a problem is not told', () => {
  const short = digestText
    .replace(/✗ d .*\n/, '')
    .replace('4 of 4 problems still need', '3 of 3 problems still need');

  it('where its line is missing from the digest that should tell of it', () => {
    const digest = digestOf({ text: short, links: ['c', 'a', 'b'].map(tsOf) });

    expect(found(channelWith({ digest: [digest] }))).toEqual([
      'missing-verdict: no reply says that it is failing',
      'wrong-card: no digest tells of it, but its card says so',
    ]);
  });

  it('where the digest is missing altogether', () => {
    const kinds = found(channelWith({ digest: [] }));

    expect(kinds.filter((kind) => kind.startsWith('missing-verdict'))).toHaveLength(2);
  });

  it('where it has a line and no card', () => {
    expect(found(channelWith({ d: [] }))).toEqual(
      expect.arrayContaining([
        'wrong-card: a digest tells of it, and it has no card',
        'missing-verdict: no card',
      ]),
    );
  });

  it('where its card is over and says that it failed, and nobody was called', () => {
    const end = { how: 'superseded', at: begunAt + 30_000, by: 'v3' } as const;
    const states = [{ kind: 'superseded', by: 'v3' }] as const;
    const silent = { ...broken('e', { end }), expectation: { isOwed: true, hasTrouble: true, states } };
    const card = cardOf('e', '○ e · v2\nv2 failed and was superseded in prod by v3');

    expect(found([...channelWith(), card], [...all, silent])).toEqual([
      'missing-verdict: no reply says that it is failing',
    ]);
  });
});

describe('something is told twice', () => {
  it('as a digest that is posted twice', () => {
    const digest = [digestOf(), digestOf()];

    expect(found(channelWith({ digest }))).toEqual(
      expect.arrayContaining(['duplicate-message: the same message, once more']),
    );
  });

  it('as a reply and in the list', () => {
    const posts = channelWith({ d: [cardOf('d', failedText('d', true), [callOf('d', begunAt + 62_000)])] });

    expect(found(posts)).toEqual(['duplicate-message: a digest tells of what was told already']);
  });

  it('in two lists', () => {
    const other = digestOf({
      key: 'digest/2:digest',
      span: { from: begunAt + 80_000, to: begunAt + 150_000 },
    });

    expect(found([...channelWith(), other])).toEqual(
      expect.arrayContaining([
        'duplicate-message: a digest tells of what was told already',
        'wrong-card: another digest has begun with one of its calls',
      ]),
    );
  });

  it('twice in one list', () => {
    const text = digestText.replace(/(✗ d .*\n)/, '$1$1').replace('4 of 4', '5 of 5');
    const links = ['c', 'd', 'd', 'a', 'b'].map(tsOf);

    expect(found(channelWith({ digest: [digestOf({ text, links })] }))).toEqual([
      'duplicate-message: a digest tells of what was told already',
    ]);
  });

  it('but not when people are called again much later', () => {
    const again = callOf('d', begunAt + 12 * 60_000);

    expect(found(channelWith({ d: [cardOf('d', failedText('d', true), [again])] }))).toEqual([]);
  });
});

describe('too many call people one by one', () => {
  const third = called('e', begunAt + 50_000);
  const expected = [...all, broken('e')];

  it('within the time', () => {
    expect(found([...channelWith(), third], expected)).toEqual(['flood: more than 2 calls within 60 s']);
  });

  it('but not later, nor in another channel', () => {
    const later = called('e', begunAt + storms.withinMs);
    const elsewhere = { ...third, channel: '#shipping' };
    const there = broken('e', { channel: '#shipping' });

    expect(found([...channelWith(), later], expected)).toEqual([]);
    expect(found([...channelWith(), elsewhere], [...all, there])).toEqual([]);
  });
});

it('a reply that says how something ended to which no reply had called is one too many', () => {
  const reply = { kind: 'left' as const, text: 'v2 was superseded in prod by v3.', files: [], at: begunAt };
  const posts = channelWith({ d: [{ ...folded('d'), replies: [reply] }] });

  expect(found(posts)).toEqual(['wrong-card: a reply says how that ended to which no reply had called']);
});
