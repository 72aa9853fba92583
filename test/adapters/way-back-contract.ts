import { describe, expect, it } from 'vitest';
import { createFencedExecutor } from '../../src/app/fenced-executor.ts';
import type { WayBackExecutor, WayBackRequest, WayBackResult } from '../../src/ports.ts';

/** One way back beside a stand-in of what it acts on, set up so that the rollback is still to be done. */
export interface WayBackSetting {
  readonly executor: WayBackExecutor;
  readonly request: WayBackRequest;
  /** How often something was changed on the other side, by the other side's own count. */
  writes(): number;
  /** Resolves once the workload is at the target; for a way that waits, after what it waits for was done. */
  untilThere(): Promise<void>;
  /** A newer version comes before the rollback is carried out. */
  overtake(): Promise<void>;
  /** The next write is carried out, and its answer lost. */
  loseNextAnswer(): void;
  /** The other side refuses the next write for want of rights. */
  forbidNextWrite(): void;
}

export interface WayBackLimits {
  /** Nobody can see what was begun without beginning it: where it is too late for that, nobody knows. */
  readonly isBlind?: boolean;
}

const isThere = ({ kind }: WayBackResult) => kind === 'applied' || kind === 'already-there';

/** What every executor of a way back keeps to. `set` is called for each test. */
export function wayBackContract(
  name: string,
  set: () => Promise<WayBackSetting>,
  { isBlind = false }: WayBackLimits = {},
): void {
  const tooLate = { name: 'PermanentError', code: expect.stringMatching(/too-late$/) };
  describe(`the way back: ${name}`, () => {
    it('acts once for one key, however often it is asked', async () => {
      const { executor, request, writes, untilThere } = await set();

      const first = await executor.carryOut(request);
      const after = writes();
      const second = await executor.carryOut(request);
      await untilThere();
      const third = await executor.carryOut(request);

      expect(first.kind).toMatch(/^(applied|waiting)$/);
      expect(second.kind).toMatch(/^(applied|already-there|waiting)$/);
      expect(third).toSatisfy(isThere);
      expect(after).toBeGreaterThan(0);
      expect(writes()).toBe(after);
    });

    it('changes nothing when a newer version came first', async () => {
      const { executor, request, writes, overtake } = await set();
      await overtake();

      const result = await executor.carryOut(request);

      expect(result).toEqual({ kind: 'refused', because: 'newer-revision' });
      expect(writes()).toBe(0);
    });

    it('finds what it did when the answer was lost', async () => {
      const { executor, request, writes, loseNextAnswer, untilThere } = await set();
      loseNextAnswer();

      const lost = await executor.carryOut(request).catch((error: unknown) => error);
      const done = writes();
      const second = await executor.carryOut(request);
      await untilThere();

      expect(lost).toMatchObject({ name: 'TransientError', outcome: 'unknown' });
      expect(second.kind).toMatch(/^(applied|already-there|waiting)$/);
      expect(writes()).toBe(done);
    });

    it('begins nothing when it is too late to begin', async () => {
      const { executor, request, writes } = await set();

      const late = await executor
        .carryOut({ ...request, takesUpOnly: true })
        .catch((error: unknown) => error);

      expect(late).toMatchObject(isBlind ? tooLate : { kind: 'refused', because: 'not-begun' });
      expect(writes()).toBe(0);
    });

    it('finds what it had begun when it is too late to begin', async () => {
      const { executor, request, writes, loseNextAnswer } = await set();
      loseNextAnswer();
      await executor.carryOut(request).catch(() => undefined);
      const done = writes();

      const late = await executor
        .carryOut({ ...request, takesUpOnly: true })
        .catch((error: unknown) => error);

      const found = { kind: expect.stringMatching(/^(applied|already-there|waiting)$/) };
      expect(late).toMatchObject(isBlind ? tooLate : found);
      expect(done).toBeGreaterThan(0);
      expect(writes()).toBe(done);
    });

    it.each([0, 1])(
      'writes nothing more once whoever asks leads no more, after %i writes',
      async (allowed) => {
        const { executor, request, writes, untilThere } = await set();
        let asked = 0;
        const losing = createFencedExecutor(executor, () => {
          asked += 1;
          return asked <= allowed;
        });

        const left = await losing.carryOut(request).catch((error: unknown) => error);
        const written = writes();
        const next = await executor.carryOut(request);
        await untilThere();

        // What takes one write is through with it.
        if (asked > allowed) expect(left).toMatchObject({ code: 'not_leading' });
        expect(asked).toBeGreaterThan(0);
        expect(written).toBeLessThanOrEqual(allowed);
        expect(next.kind).toMatch(/^(applied|already-there|waiting)$/);
        expect(await executor.carryOut(request)).toSatisfy(isThere);
      },
    );

    it('names what it may not do, and changes nothing', async () => {
      const { executor, request, writes, forbidNextWrite } = await set();
      forbidNextWrite();

      const result = await executor.carryOut(request);

      expect(result).toMatchObject({ kind: 'forbidden', rule: expect.stringMatching(/\S/) });
      expect(writes()).toBe(0);
    });
  });
}
