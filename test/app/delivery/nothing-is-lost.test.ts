import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { type Call, down, limited, lost, noAnswer } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

const outcomes = { limited: limited(4_000), down, lost, noAnswer } as const;

const fault = fc.record({
  method: fc.constantFrom<Call['method']>('post', 'update', 'find'),
  channel: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  outcome: fc.constantFrom<keyof typeof outcomes>('limited', 'down', 'lost', 'noAnswer'),
  times: fc.integer({ min: 1, max: 4 }),
});

type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

const change = fc.record({
  card: fc.integer({ min: 0, max: 99 }),
  label: fc.integer({ min: 0, max: 5 }).map((number) => `step ${number}`),
  priority: fc.constantFrom(...Object.values(priorities)),
  pauseMs: fc.constantFrom(0, 0, 0, 300, 5_000),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Most calls in any window of the given length. */
function busiest(calls: readonly Call[], windowMs: number): number {
  return Math.max(
    0,
    ...calls.map(({ at }) => calls.filter((call) => call.at >= at && call.at < at + windowMs).length),
  );
}

function expectLimitsKept(bench: Workbench): void {
  expect(busiest(bench.slack.called('update'), 60_000)).toBeLessThanOrEqual(45 + 50);
  for (let channel = 0; channel < 10; channel += 1) {
    const names = [`#${channel}`, `C-${channel}`];
    const posts = bench.slack.called('post').filter((call) => names.includes(call.channel));
    expect(busiest(posts, 1_000)).toBeLessThanOrEqual(3 + 1);
  }
}

/** A card that limits kept back says by how much until its next edit. */
function labelOf({ text }: { readonly text: string }): string {
  return text.replace(/ \([\d.]+ s late(?: again)?\)$/, '');
}

interface Story {
  readonly faults: readonly Fault[];
  readonly changes: readonly Change[];
}

/** Plays it until Slack has long been well again; answers what should be shown, by message key. */
async function play(bench: Workbench, { faults, changes }: Story): Promise<Map<string, string>> {
  const expected = new Map<string, string>();
  const commit = async ({ card, label, priority }: Omit<Change, 'pauseMs'>) => {
    expected.set(`card-${card}:card`, label);
    await bench.change({ card: `card-${card}`, label, priority, channel: `#${card % 10}` });
  };
  for (const { method, channel, outcome, times } of faults) {
    // First posts go to names, edits to ids.
    const where = channel === undefined ? {} : { channel: `${method === 'update' ? 'C-' : '#'}${channel}` };
    bench.slack.fail({ method, ...where }, outcomes[outcome], times);
  }
  for (let card = 0; card < 100; card += 1) await commit({ card, label: 'new', priority: 1 });
  for (const step of changes) {
    await commit(step);
    if (step.pauseMs > 0) await bench.time.pass(step.pauseMs);
  }
  await bench.time.pass(15 * 60_000);
  return expected;
}

describe('a hundred messages into ten channels, with faults', () => {
  it('end as the state says, each once, within the limits', async () => {
    const story = fc.record({
      faults: fc.array(fault, { maxLength: 15 }),
      changes: fc.array(change, { maxLength: 60 }),
    });
    const property = fc.asyncProperty(story, async (told) => {
      const bench = await setUpDelivery();

      const expected = await play(bench, told);

      const shown = bench.slack.shown.map(({ key, message }): [string, string] => [key, labelOf(message)]);
      expect(shown.sort()).toEqual([...expected].sort());
      expect(await bench.store.dirtyMessages(1)).toEqual([]);
      expect(bench.time.pending()).toBe(0);
      expectLimitsKept(bench);
      await bench.close();
    });

    await fc.assert(property, { numRuns: 15, seed: 20_260_901 });
  }, 60_000);
});
