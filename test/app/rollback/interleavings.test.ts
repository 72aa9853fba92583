import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { runKey } from '../../../src/domain/rollback/suspension.ts';
import type { Fate } from './interleaving-cluster.ts';
import { type Happening, startInterleavingWorld } from './interleaving-world.ts';

const who = fc.nat(2);
const bot = fc.nat(1);
const fates: readonly Fate[] = ['answered', 'lost-after', 'lost-before', 'dies-after', 'dies-before'];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('confirm' as const), who, bot, choice: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('approve' as const, 'decline' as const), who, bot }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('restart' as const, 'take-up' as const, 'look' as const, 'look' as const),
      bot,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deploy' as const), isReturn: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('fate' as const), fate: fc.constantFrom(...fates) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(40) }) },
);
/** What happens in one group happens at once. */
const anyStory = fc.array(fc.array(happening, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});
/** Left to chance, a second person seldom answers the first: half the stories begin with it. */
const begun: readonly Happening[][] = [
  [{ kind: 'confirm', who: 0, bot: 0, choice: 0 }],
  [{ kind: 'approve', who: 1, bot: 1 }],
];
const story = fc.oneof(
  anyStory,
  anyStory.map((groups) => [...begun, ...groups]),
);

async function play(groups: readonly (readonly Happening[])[], needsSecondPerson: boolean) {
  const world = await startInterleavingWorld(needsSecondPerson);
  for (const group of groups) await world.happen(group);
  await world.settle();
  return world;
}

/** Whether its card says that nothing was changed, because of the time that has passed. */
function saysUnchanged({ failure }: RollbackRun): boolean {
  return failure?.kind === 'overdue' || failure?.kind === 'healthy-again';
}

describe.each([
  ['without a second person', false],
  ['with a second person', true],
])('under any interleaving of clicks, answers, faults, restarts and new versions, %s,', (_, needsSecond) => {
  it('each accepted request writes at most once, and to the version that was confirmed', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(story, async (groups) => {
        const { writes, accepted, approvals, runs } = await play(groups, needsSecond);
        written += writes.length;

        const keys = writes.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { key, from, to, request } of writes) {
          const confirmed = accepted.filter((each) => each.key === key);
          expect(confirmed).toHaveLength(1);
          expect(to).toBe(confirmed[0]?.targetUid);
          expect([from.number, from.revisionUid]).toEqual([43, 'rs-43']);
          expect(request.by.userId).toBe(confirmed[0]?.userId);
          expect(approvals.has(key)).toBe(needsSecond);
          expect(approvals.get(key)).not.toBe(confirmed[0]?.userId);
        }
        for (const run of await runs()) {
          if (saysUnchanged(run)) expect(keys).not.toContain(runKey(run));
        }
      }),
      { numRuns: 150 },
    );
    // Of stories in which nothing is written nothing is learnt.
    expect(written).toBeGreaterThan(needsSecond ? 40 : 50);
  }, 60_000);
});

describe('the world of these stories', () => {
  const confirm = { kind: 'confirm', who: 0, bot: 0, choice: 0 } as const;

  it('takes up what a process left when it died with the write', async () => {
    const { writes, accepted } = await play([[{ kind: 'fate', fate: 'dies-before' }], [confirm]], false);

    expect(accepted).toHaveLength(1);
    expect(writes.map(({ to }) => to)).toEqual(['rs-42']);
  });

  it('writes once although the answer was lost', async () => {
    const { writes } = await play([[{ kind: 'fate', fate: 'lost-after' }], [confirm, confirm]], false);

    expect(writes).toHaveLength(1);
  });

  it.each([
    ['dies-after', 'done', 1],
    ['dies-before', 'failed', 0],
  ] as const)('takes up what is too late to begin: %s', async (fate, status, written) => {
    const story = [[{ kind: 'fate', fate }], [confirm], [{ kind: 'pass', minutes: 20 }]] as const;

    const { writes, runs } = await play(story, false);

    expect(writes).toHaveLength(written);
    expect(await runs()).toMatchObject([{ status }]);
  });

  it('writes to a version that somebody chose', async () => {
    const { writes } = await play([[{ ...confirm, choice: 2 }]], false);

    expect(writes.map(({ to }) => to)).toEqual(['rs-40']);
  });

  it('writes nothing once a newer version is there', async () => {
    const { writes } = await play([[{ kind: 'deploy', isReturn: false }], [confirm]], false);

    expect(writes).toEqual([]);
  });
});
