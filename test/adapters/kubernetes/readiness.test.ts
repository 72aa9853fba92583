import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../../src/adapters/kubernetes/readiness.ts';

const well = {
  name: 'pods',
  isExplanatory: false,
  lastHeardAt: 1_000_000,
  relists: 0,
  restarts: 0,
  objects: 3,
  events: 0,
  decodeErrors: 0,
  isSynced: true,
  isRefused: false,
};

describe('readiness', () => {
  it.each([
    ['', [well], 1_000_000],
    ['', [well], 1_200_000],
    ['Nothing was heard of pods for 300 s.', [well], 1_300_000],
    [
      'Nothing was heard of pods for 300 s. Cluster prod cannot be reached.',
      [well, { ...well, failure: 'Cluster prod cannot be reached.' }].slice(1),
      1_300_000,
    ],
    ['The first list of pods is not complete yet.', [{ ...well, isSynced: false }], 1_000_000],
    ['A rule is missing.', [well, { ...well, isSynced: false, failure: 'A rule is missing.' }], 1_000_000],
  ])('is told with its reason: %s', (because, states, now) => {
    expect(readinessOf(states, now)).toEqual({ isReady: because === '', because });
  });
});
