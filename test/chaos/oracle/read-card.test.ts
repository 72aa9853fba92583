import { describe, expect, it } from 'vitest';
import { isFinal, readCard } from './read-card.ts';
import { readNotice } from './read-notice.ts';

const card = (state: string, ...more: readonly string[]) =>
  readCard(['▸ ledger · v2 (8f3c2d1) “Retry” · Ada', state, ...more].join('\n'));

describe('a card', () => {
  it.each([
    ['v2 is live in prod · 47 s from push · 3 of 3 pods on v2', { kind: 'live', up: 3, wanted: 3, on: 'v2' }],
    ['v2 is live in prod · 1 of 1 pod on v2 · first rollout', { kind: 'live', up: 1, wanted: 1, on: 'v2' }],
    ['v2 in prod · job done in 2 s', { kind: 'job-done' }],
    ['v2 failed in prod · 34 s · job failed: BackoffLimitExceeded', { kind: 'failed' }],
    ['v2 timed out in prod · 2 min', { kind: 'timed-out' }],
    ['v2 was deleted from prod before it was live', { kind: 'deleted' }],
    ['v2 failed and was deleted from prod', { kind: 'deleted' }],
    ['v2 failed and was superseded in prod by v3', { kind: 'superseded', by: 'v3' }],
    ['v2 was superseded in prod by v3', { kind: 'superseded', by: 'v3' }],
    ['v2 was superseded in prod by v3, while Shipmate was not looking', { kind: 'superseded', by: 'v3' }],
    [
      'v2 was left in prod: somebody went back to v1, not through Shipmate, while Shipmate was not looking',
      { kind: 'left', by: 'v1' },
    ],
    [
      'v2 failed and was left in prod: somebody went back to v1, not through Shipmate',
      { kind: 'left', by: 'v1' },
    ],
    [
      'Rolled back by @Ada (ledger), 3 of 3 pods on v1 in prod · 10 s',
      { kind: 'rolled-back', up: 3, wanted: 3, on: 'v1' },
    ],
  ])('says finally: %s', (said, state) => {
    const read = card(said);

    expect(read).toMatchObject({
      service: 'ledger',
      version: 'v2',
      environment: 'prod',
      isAlert: false,
      state,
    });
    expect(read && isFinal(read.state)).toBe(true);
  });

  it.each([
    ['ledger v2 → prod: 1 of 3 pods updated', 'on-the-way'],
    ['v2 is failing in prod · since today at 14:02', 'failing'],
    ['@Ada (ledger) is rolling back prod to v1 · 1 of 3 pods', 'rolling-back'],
    ['building · started 3 minutes ago', 'building'],
    ['built in 8 s, its rollout has not started yet', 'building'],
    ['something else', 'unreadable'],
  ])('says of something in between: %s', (said, kind) => {
    const read = card(said);

    expect(read?.state.kind).toBe(kind);
    expect(read && isFinal(read.state)).toBe(false);
  });

  it('may be an alert', () => {
    expect(card('v2 began to fail in prod today at 14:02 · no release in flight')?.isAlert).toBe(true);
    expect(card('v2 recovered in prod · 40 s')?.isAlert).toBe(true);
  });

  it('has rows', () => {
    const read = card(
      'v2 is failing in prod · since today at 14:02',
      '▸ Build and rollout · 1 of 2 done',
      '  ✓ test · 312 passed · 2 s',
      '  ✗ prod · 0 of 2 pods on v2 · failing',
      'ledger exits with code 1.',
    );

    expect(read?.rows).toEqual([
      { mark: '✓', title: 'test · 312 passed · 2 s' },
      { mark: '✗', title: 'prod · 0 of 2 pods on v2 · failing' },
    ]);
  });

  it('is no other message', () => {
    expect(readCard('Nothing happened yesterday.')).toBeUndefined();
  });
});

describe('a reply', () => {
  it.each([
    ['@payments v2 of ledger is failing in prod. ledger exits with code 1.', 'failing'],
    ['v2 of ledger is failing in prod. ledger exits with code 1.', 'failing'],
    ['v2 failed and was superseded in prod by v3.', 'left'],
    ['v2 was left in prod: somebody went back to v1, not through Shipmate.', 'left'],
    ['Rolled back by @Ada (ledger), 3 of 3 pods on v1 in prod.', 'rolled-back'],
    ['@payments The rollback of prod from v2 to v1 by @Ada failed.', 'rollback-failed'],
    ['@payments ledger v2: the build failed at test', 'build-failed'],
    ['Good morning.', 'other'],
  ])('%s', (text, kind) => {
    expect(readNotice(text)).toBe(kind);
  });
});
