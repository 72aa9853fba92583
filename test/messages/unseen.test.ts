import { describe, expect, it } from 'vitest';
import { releaseState } from '../../messages/card/release-state.ts';
import { rowsOf } from '../../messages/card/row.ts';
import type { Rollout } from '../../src/domain/release/card.ts';
import { card, podCounts, release, rollout } from './cards.ts';
import { noon } from './read.ts';

const unseen = rollout({
  status: 'superseded',
  endedAt: noon,
  isUnseen: true,
  counts: { desired: 3, updated: 0, updatedAvailable: 0, old: 0, oldAvailable: 0 },
  successor: { label: 'v44', isOlder: false },
});
const { workload } = unseen;
const worker = rollout({
  workload: { ...workload, name: 'payments-worker' },
  status: 'complete',
  endedAt: noon,
  counts: podCounts(3),
});

function told(...rollouts: readonly Rollout[]) {
  const ended = release({
    rollouts,
    verdict: { kind: rollouts.length === 1 ? 'superseded' : 'succeeded', at: noon },
  });
  const shown = card({ releases: [ended] });
  return { state: releaseState(shown, ended).join(''), rows: rowsOf(shown).map(({ title }) => title) };
}

describe('a rollout that nobody saw', () => {
  it('is said to be one, and no pod of it is counted', () => {
    const { state, rows } = told(unseen);

    expect(state).toBe('v43 was superseded in prod by v44, while Shipmate was not looking');
    expect(rows).toContain('prod · not seen · left');
  });

  it('does not make one that is live beside it look as if pods of it were missing', () => {
    expect(told(unseen, worker).state).toContain('v43 is live in prod');
    expect(told(unseen, worker).state).toContain('· 3 of 3 pods on v43');
  });
});
