import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinEntries } from '../../../src/domain/rollback/deployment-history.ts';
import type { ArgoCdDeployment } from '../../../src/domain/rollback/manager-snapshot.ts';
import type { Revision } from '../../../src/domain/rollout/observation.ts';
import { revision } from '../release/story.ts';

/** What is in git at a commit: the workload's template, and what else the Application holds. */
interface Commit {
  readonly template: number;
  readonly besides: number;
}

type Happening =
  | { readonly kind: 'sync'; readonly commit: Commit; readonly fails: boolean }
  /** Of Argo CD's own, to some entry of its history. */
  | { readonly kind: 'rollback'; readonly entry: number }
  | { readonly kind: 'by-hand'; readonly template: number }
  /** The oldest revisions go, as `revisionHistoryLimit` has it. */
  | { readonly kind: 'prune'; readonly keep: number };

interface Step {
  readonly happening: Happening;
  readonly waitMs: number;
  readonly takesMs: number;
  /** Of the takes, after which the template is applied; then the controller needs its time. */
  readonly appliedAfter: number;
  readonly lagMs: number;
}

const anyTemplate = fc.nat(3);
const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      commit: fc.record({ template: anyTemplate, besides: fc.nat(3) }),
      fails: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rollback' as const), entry: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('by-hand' as const), template: anyTemplate }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('prune' as const), keep: fc.integer({ min: 1, max: 4 }) }),
  },
);
const anyStep: fc.Arbitrary<Step> = fc.record({
  happening: anyHappening,
  waitMs: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 10_000, max: 600_000 })),
  takesMs: fc.integer({ min: 0, max: 20_000 }),
  appliedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
  lagMs: fc.nat(4_000),
});

/** Times as Kubernetes and Argo CD have them. */
const seconds = (at: number) => Math.floor(at / 1_000) * 1_000;

interface Kept {
  readonly template: number;
  readonly numbers: number[];
  readonly createdAt: number;
}

/** A Deployment and the Application that it came of. */
function createWorld(keepsNumbers: boolean) {
  const history: (ArgoCdDeployment & Commit)[] = [];
  let kept: Kept[] = [];
  let number = 0;
  let id = 0;
  let now = 1_000_000;
  /** What leaves no entry, by hand or by a sync that fails, does not come in the same seconds as a sync. */
  let untracedFrom = 0;
  /** Nor does anybody bring something new in the seconds after it. */
  let newsFrom = 0;

  function become(template: number, at: number): void {
    const known = kept.find((each) => each.template === template);
    if (known !== undefined && known.numbers.at(-1) === number) return;
    number += 1;
    if (known === undefined) kept.push({ template, numbers: [number], createdAt: seconds(at) });
    else known.numbers.push(number);
  }

  function sync(commit: Commit, { takesMs, appliedAfter, lagMs }: Step, fails: boolean): void {
    const startedAt = now;
    become(commit.template, startedAt + takesMs * appliedAfter + lagMs);
    now += takesMs;
    untracedFrom = now + 20_000;
    if (fails) newsFrom = now + 10_000;
    if (fails) return;
    const content = `${commit.template}/${commit.besides}`;
    history.push({
      ...{ id, revision: content, content, ...commit },
      ...{ startedAt: seconds(startedAt), deployedAt: seconds(now) },
    });
    id += 1;
  }

  return {
    happen(step: Step): void {
      now += step.waitMs;
      const { happening } = step;
      if (happening.kind === 'sync') {
        now = Math.max(now, newsFrom, happening.fails ? untracedFrom : 0);
        sync(happening.commit, step, happening.fails);
      }
      if (happening.kind === 'rollback') {
        const entry = history[happening.entry];
        if (entry !== undefined) sync(entry, step, false);
      }
      if (happening.kind === 'by-hand') {
        now = Math.max(now, untracedFrom);
        become(happening.template, now);
        now += 20_000;
      }
      if (happening.kind === 'prune') {
        kept = kept.toSorted((one, other) => (other.numbers.at(-1) ?? 0) - (one.numbers.at(-1) ?? 0));
        kept = kept.slice(0, happening.keep);
      }
    },
    history,
    templateOf: (uid: string) => kept.find(({ template }) => `rs-of-${template}` === uid)?.template,
    revisions: (): Revision[] =>
      kept.map(({ template, numbers, createdAt }) => {
        const former = keepsNumbers ? numbers.slice(0, -1) : [];
        return revision(numbers.at(-1) ?? 0, {
          ...{ revisionUid: `rs-of-${template}`, createdAt },
          ...(former.length === 0 ? {} : { formerNumbers: former }),
        });
      }),
  };
}

describe.each([
  ['of ReplicaSets, which keep their numbers', true],
  ['of ControllerRevisions, which do not', false],
])('an entry that is pinned, %s', (_, keeps) => {
  it('holds the revision, whatever has happened', () => {
    let pinned = 0;
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 12 }), (steps) => {
        const world = createWorld(keeps);
        for (const step of steps) world.happen(step);
        const revisions = world.revisions();

        const pins = pinEntries(revisions, { revisions, keepsNumbers: keeps, history: world.history });

        pinned += pins.length;
        for (const { revisionUid, id } of pins) {
          expect(world.history.find((entry) => entry.id === id)?.template).toBe(
            world.templateOf(revisionUid),
          );
        }
      }),
      { numRuns: 3_000 },
    );
    // Nothing is learnt of worlds in which nothing is pinned.
    expect(pinned).toBeGreaterThan(1_000);
  });
});
