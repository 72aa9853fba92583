import { describe, expect, it } from 'vitest';
import { releaseState } from '../../messages/card/release-state.ts';
import { card, release, rollout } from './cards.ts';
import { noon } from './read.ts';

function told(label: string, isOlder = false): string {
  const left = rollout({ status: 'superseded', endedAt: noon, successor: { label, isOlder } });
  const ended = release({ rollouts: [left], verdict: { kind: 'superseded', at: noon } });
  return releaseState(card({ releases: [ended] }), ended).join('');
}

describe('a rollout that another one followed', () => {
  it.each([
    ['a newer version', told('v44'), 'v43 was superseded in prod by v44'],
    [
      'an older one',
      told('v42', true),
      'v43 was left in prod: somebody went back to v42, not through Shipmate',
    ],
    // A restart, or a setting that changed, while it was on its way.
    ['the same version', told('v43'), 'v43 was superseded in prod by a newer revision of itself'],
    [
      'the same version as it was before',
      told('v43', true),
      'v43 was left in prod: somebody went back to an earlier revision of it, not through Shipmate',
    ],
  ])('names what followed: %s', (_, words, expected) => {
    expect(words).toBe(expected);
  });
});
