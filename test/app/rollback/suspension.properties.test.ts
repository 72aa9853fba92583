import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen } from '../../../src/domain/rollback/suspension.ts';
import { type Fate, openWorld, type Step, suspendedForMs } from './suspension-world.ts';

const anyFate = fc.constantFrom<Fate>(
  'answered',
  'answered',
  'refused',
  'lost',
  'not-done',
  'dies-before',
  'dies-after',
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'take-up' }) },
  fc.constant<Step>({ kind: 'restart' }),
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'healthy' }) },
  fc.constant<Step>({ kind: 'press' }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: suspendedForMs }) }),
);

/** What chance found once. */
const examples: [Fate[], Step[]][] = [
  [
    ['answered', 'dies-before'],
    [{ kind: 'take-up' }, { kind: 'time', ms: 78_389 }, { kind: 'time', ms: suspendedForMs - 78_389 }],
  ],
];

describe('whatever fails, whoever dies and whenever', () => {
  it('the workload is undone once at most, Flux suspended once for it, and no suspension forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFate, { maxLength: 8 }),
        fc.array(anyStep, { maxLength: 12 }),
        async (fates, steps) => {
          const world = await openWorld(fates);

          for (const step of steps) await world.play(step);
          world.calm();
          for (const ms of [suspendedForMs, 6_000, 6_000, 6_000]) {
            await world.play({ kind: 'take-up' });
            await world.play({ kind: 'time', ms });
          }
          await world.play({ kind: 'take-up' });

          const run = await world.run();
          expect(world.flux).toMatchObject({ key: '' });
          // Again only after it was taken back: because the undo was refused, or its time was over before the undo.
          expect(world.flux.suspensions).toBeLessThanOrEqual(1 + world.flux.takenBack);
          expect(world.flux.undos).toBeLessThanOrEqual(1);
          expect(isOpen(run?.suspension)).toBe(false);
          expect(run?.status).not.toBe('approved');
          if (world.flux.undos > 0) expect(['overdue', 'healthy-again']).not.toContain(run?.failure?.kind);
        },
      ),
      { numRuns: 100, examples },
    );
  }, 120_000);
});
