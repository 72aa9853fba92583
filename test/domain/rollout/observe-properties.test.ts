import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/adapters/kubernetes/json-field.ts';
import { observeWorkload } from '../../../src/domain/rollout/observe.ts';
import { workloadKinds } from '../../../src/domain/rollout/workload.ts';
import type { WorkloadSnapshot } from '../../../src/domain/rollout/workload-snapshot.ts';
import { kindOf, partsOf, resourceKinds, workloadFixtures, workloadFolders } from './workload-fixture.ts';

const folders = Object.keys(workloadFolders) as (keyof typeof workloadFolders)[];
const states = folders.flatMap((folder) => workloadFixtures(folder).map(({ objects }) => objects));

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e21,
    '7',
    'True',
    [],
    {},
    [null],
    [[]],
    true,
    Number.MAX_SAFE_INTEGER,
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The objects of a fixture with a few values, anywhere in them, replaced by what does not belong there. */
const damaged = fc
  .tuple(fc.constantFrom(...states), fc.array(fc.tuple(fc.nat(140), junk), { maxLength: 4 }))
  .map(([objects, wounds]) => {
    let at = 0;
    const values = new Map(wounds);
    const keepsKind = (key: string) => key === 'kind' || key === 'uid';
    return JSON.parse(JSON.stringify(objects), (key, value: unknown) => {
      at += 1;
      return !keepsKind(key) && values.has(at) ? values.get(at) : value;
    }) as unknown;
  })
  .map((objects) => (Array.isArray(objects) ? objects.filter(isKnown) : []));

/** What is no object has no kind to be filed under. */
function isKnown(object: unknown): boolean {
  return isObject(object) && typeof object['kind'] === 'string' && object['kind'] in resourceKinds;
}

const asIs = (text: string) => text;

function look(objects: readonly unknown[], isReversed = false) {
  const [first, ...rest] = objects;
  if (first === undefined) return undefined;
  const snapshot = resourceKinds[kindOf(first)].project(first, asIs);
  if (snapshot === undefined || !('kind' in snapshot)) return undefined;
  const parts = partsOf(isReversed ? rest.toReversed() : rest);
  return observeWorkload('prod-eu', snapshot as WorkloadSnapshot, parts);
}

describe('an observation of whatever the API server may hand out', () => {
  it('never throws, and is consistent with itself', () => {
    let observed = 0;
    fc.assert(
      fc.property(damaged, (objects) => {
        const observation = look(objects);

        if (observation === undefined) return;
        observed += 1;
        expect(workloadKinds).toContain(observation.workload.kind);
        const keys = observation.problems.map(({ reason, container }) => `${reason}/${container}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(Object.values(observation.counts).every(Number.isFinite)).toBe(true);
        expect(observation.older.every(({ number }) => number < observation.revision.number)).toBe(true);
        expect(observation.deadlineExceededAt === undefined || observation.phase === 'failed').toBe(true);
      }),
      { numRuns: 1_500 },
    );

    expect(observed).toBeGreaterThan(300);
  });

  it('does not depend on the order in which the objects came', () => {
    fc.assert(
      fc.property(damaged, (objects) => {
        expect(look(objects, true)).toEqual(look(objects));
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws for a document of any shape under any kind', () => {
    const kinds = Object.keys(resourceKinds) as (keyof typeof resourceKinds)[];
    const document = fc.tuple(fc.constantFrom(...kinds), fc.jsonValue()).map(([kind, value]) => ({
      ...(isObject(value) ? value : { spec: value, status: value }),
      metadata: { uid: 'w-1', name: 'ledger', ...(isObject(value) ? value : {}) },
      kind,
    }));

    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 4 }), (objects) => {
        expect(() => look(objects)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
