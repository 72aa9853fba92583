import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observeDeployment } from '../../../src/domain/rollout/deployment.ts';
import { isPending } from '../../../src/domain/rollout/pending-revision.ts';
import { anyView } from './arbitrary-snapshots.ts';

describe('an observation of any snapshots', () => {
  it('never throws, and is consistent with itself', () => {
    let observed = 0;
    fc.assert(
      fc.property(anyView, (view) => {
        const observation = observeDeployment(view);

        if (observation === undefined) return;
        observed += 1;
        const keys = observation.problems.map(({ reason, container }) => `${reason}/${container}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(observation.problems.every(({ pods }) => pods >= 1 || Number.isNaN(pods))).toBe(true);
        // One that cannot be created comes after all that are.
        if (isPending(observation.revision)) {
          expect(observation.revision.number).toBeGreaterThan(view.deployment.revision);
        } else expect(observation.revision.number).toBe(view.deployment.revision);
        for (const { revision } of observation.olderTroubles) {
          expect(observation.older.map(({ number }) => number)).toContain(revision.number);
        }
        expect(observation.older.every(({ number }) => number < observation.revision.number)).toBe(true);
        expect(observation.deadlineExceededAt === undefined || observation.phase === 'failed').toBe(true);
      }),
      { numRuns: 2_000 },
    );

    // Were most views inconsistent, the property would say little.
    expect(observed).toBeGreaterThan(100);
  });

  it('does not depend on the order in which the objects came', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const reversed = {
          ...view,
          replicaSets: view.replicaSets.toReversed(),
          pods: view.pods.toReversed(),
        };

        expect(observeDeployment(reversed)).toEqual(observeDeployment(view));
      }),
      { numRuns: 1_000 },
    );
  });
});
