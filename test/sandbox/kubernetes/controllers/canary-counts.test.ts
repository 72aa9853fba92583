import { describe, expect, it } from 'vitest';
import {
  type CanaryPlan,
  nextCounts,
} from '../../../../sandbox/kubernetes/controllers/argo-rollout/canary-counts.ts';

const well = (count: number) => ({ wanted: count, available: count });

function plan(change: Partial<CanaryPlan>): CanaryPlan {
  const still = { desired: 10, weight: 10, maxSurge: 1, maxUnavailable: 1, fresh: well(0), others: 0 };
  return { ...still, stable: well(10), ...change };
}

describe('one move of a canary', () => {
  it.each([
    ['room on both sides', plan({}), { fresh: 1, stable: 9 }],
    ['surge only', plan({ weight: 30, maxUnavailable: 0, maxSurge: 3 }), { fresh: 3, stable: 10 }],
    ['unavailability only', plan({ weight: 30, maxUnavailable: 5, maxSurge: 0 }), { fresh: 0, stable: 7 }],
    ['a weight that is less than a pod', plan({ weight: 5 }), { fresh: 1, stable: 10 }],
    [
      'one pod on each side, though it is one pod in all',
      plan({ desired: 1, weight: 5, maxUnavailable: 0, stable: well(1) }),
      { fresh: 1, stable: 1 },
    ],
    ['no stable version to be careful with', plan({ stable: undefined }), { fresh: 10, stable: 0 }],
    [
      'an abort: the stable side comes back first',
      plan({ weight: 0, fresh: well(5), stable: well(5) }),
      { fresh: 4, stable: 6 },
    ],
    [
      'a canary that crashes does not hold up its own end',
      plan({ weight: 0, fresh: { wanted: 3, available: 0 }, stable: well(8) }),
      { fresh: 1, stable: 8 },
    ],
    [
      'older versions go before anything shrinks',
      plan({ weight: 50, fresh: well(2), stable: well(8), others: 1 }),
      { fresh: 2, stable: 8 },
    ],
    ['nothing to do', plan({ weight: 20, fresh: well(2), stable: well(8) }), { fresh: 2, stable: 8 }],
  ])('with %s', (_, given, expected) => {
    expect(nextCounts(given)).toEqual(expected);
  });
});
