import { describe, expect, it } from 'vitest';
import type { Build } from '../../../src/domain/build/build.ts';
import { correlate } from '../../../src/domain/release/correlate.ts';
import { chooseCard } from '../../../src/domain/release/join-card.ts';
import { look, openCard } from './story.ts';

const commit = '8f3c2d1a9b0c4d5e6f708192a3b4c5d6e7f80910';
const digest = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

function build(overrides: Partial<Build>): Build {
  return { id: 'b', service: 'payments-api', startedAt: 0, steps: [], ...overrides };
}

const origin = (image: string, appCommit?: string) => ({
  images: [{ name: 'app', image }],
  ...(appCommit === undefined ? {} : { commit: appCommit }),
});

describe('correlate', () => {
  it.each([
    [
      'the same digest',
      build({ image: `r.example/a@${digest}` }),
      origin(`mirror.example/a@${digest}`),
      'digest',
    ],
    ['the same reference', build({ image: 'r.example/a:v1' }), origin('r.example/a:v1'), 'image'],
    ['a digest on one side', build({ image: 'r.example/a:v1' }), origin(`r.example/a:v1@${digest}`), 'image'],
    [
      'the commit in an annotation',
      build({ commit }),
      origin('r.example/a:v1', commit.slice(0, 10)),
      'commit',
    ],
    ['a short commit in the tag', build({ commit }), origin('r.example/a:main-8f3c2d1'), 'commit'],
    ['another tag', build({ image: 'r.example/a:v1' }), origin('r.example/a:v2'), undefined],
    ['another registry', build({ image: 'r.example/a:v1' }), origin('r.example:5000/a:v1'), undefined],
    ['no tag at all', build({ image: 'r.example/a' }), origin('r.example/a'), undefined],
    ['a commit too short to tell', build({ commit: '8f3c2d' }), origin('r.example/a:8f3c2d'), undefined],
  ] as const)('%s', (_, made, from, expected) => {
    const found = correlate(made, from);

    expect(found).toBe(expected);
  });
});

describe('chooseCard', () => {
  const request = {
    origin: origin('r.example/a:v1', commit),
    image: 'r.example/a:v1',
    workload: 'eu/dev/Deployment/a',
  };
  const card = (id: string, made: Build | undefined) => {
    const { build: _, ...rest } = openCard(look(42));
    return { ...rest, id, releases: [], ...(made === undefined ? {} : { build: made }) };
  };

  it('prefers the strongest match over the newest card', () => {
    const chosen = chooseCard({
      ...request,
      cards: [card('by-commit', build({ commit })), card('by-image', build({ image: 'r.example/a:v1' }))],
    });

    expect(chosen).toMatchObject({ card: { id: 'by-image' }, correlation: 'image' });
  });

  it('prefers, of several builds that pushed the same tag, that of the commit which the workload names', () => {
    const image = 'r.example/a:latest';
    const newer = card('newer', build({ image, commit: 'aaaaaaaaaa' }));
    const own = card('own', build({ image, commit }));

    const chosen = chooseCard({ ...request, origin: origin(image, commit), image, cards: [newer, own] });
    const unnamed = chooseCard({ ...request, origin: origin(image), image, cards: [newer, own] });

    expect([chosen?.card.id, unnamed?.card.id]).toEqual(['own', 'newer']);
  });

  it('joins another workload of the same version', () => {
    const first = openCard(look(42));

    const chosen = chooseCard({ ...request, image: first.version.image, cards: [first] });

    expect(chosen).toEqual({ card: first });
  });

  it('opens another card for a second rollout of the same workload', () => {
    const first = openCard(look(42));

    const chosen = chooseCard({
      ...request,
      image: first.version.image,
      workload: 'eu/prod/Deployment/payments-api',
      cards: [first],
    });

    expect(chosen).toBeUndefined();
  });
});
