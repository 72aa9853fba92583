import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followCard } from '../../../src/domain/release/follow-card.ts';
import { keepTime } from '../../../src/domain/release/keep-time.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { observeWorkload } from '../../../src/domain/rollout/observe.ts';
import { templateChanges } from '../../../src/domain/rollout/template-change.ts';
import { type WorkloadKind, workloadKinds } from '../../../src/domain/rollout/workload.ts';
import type { WorkloadSnapshot } from '../../../src/domain/rollout/workload-snapshot.ts';
import { context, openCard, settings } from '../release/story.ts';
import { anyObject, type Kind } from './arbitrary-objects.ts';
import { partsOf, resourceKinds } from './workload-fixture.ts';

type Json = Readonly<Record<string, unknown>>;

const asIs = (text: string) => text;
const parts: Readonly<Record<WorkloadKind, readonly Kind[]>> = {
  Deployment: ['ReplicaSet', 'Pod'],
  Rollout: ['ReplicaSet', 'Pod'],
  StatefulSet: ['ControllerRevision', 'Pod'],
  DaemonSet: ['ControllerRevision', 'Pod'],
  CronJob: ['Job', 'Pod'],
  Job: ['Pod'],
};

/** What ties objects together; without it next to nothing of them would ever be looked at. */
const bond = fc.record({
  isTied: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
  revision: fc.integer({ min: 1, max: 3 }),
  owner: fc.nat(3),
});
type Bond = typeof bond extends fc.Arbitrary<infer T> ? T : never;

const hashLabels = ['pod-template-hash', 'rollouts-pod-template-hash', 'controller-revision-hash'];
const revisionAnnotations = ['deployment.kubernetes.io/revision', 'rollout.argoproj.io/revision'];

function tie(object: Json, its: Bond, uid: string, owner?: string): Json {
  if (!its.isTied) return object;
  const metadata = objectIn(object, 'metadata');
  const hash = `hash-${its.revision}`;
  // A StatefulSet names the revision that it goes to; of two pods, no two have one name.
  const name = object['kind'] === 'ControllerRevision' ? `w-${hash}` : uid;
  const { deletionTimestamp: _, ...kept } = metadata;
  return {
    ...object,
    ...tiedParts(object, its),
    metadata: {
      ...kept,
      ...{ uid, name, namespace: 'prod', generation: 1 },
      annotations: {
        ...objectIn(metadata, 'annotations'),
        ...Object.fromEntries(revisionAnnotations.map((name) => [name, String(its.revision)])),
      },
      labels: {
        ...objectIn(metadata, 'labels'),
        ...Object.fromEntries(hashLabels.map((name) => [name, hash])),
      },
      ...(owner === undefined ? {} : { ownerReferences: [{ uid: owner, controller: true }] }),
    },
  };
}

/** What a controller writes elsewhere than in the metadata to say which belongs to which. */
function tiedParts(object: Json, { revision, owner }: Bond): Json {
  const status = objectIn(object, 'status');
  switch (object['kind']) {
    case 'ControllerRevision':
      return { revision };
    case 'StatefulSet':
      return { status: { ...status, updateRevision: `w-hash-${revision}`, observedGeneration: owner } };
    case 'Job':
      return {
        status: { ...status, conditions: [{ type: 'Failed', status: owner > 0 ? 'True' : 'False' }] },
      };
    default:
      return {};
  }
}

function objectIn(object: Json, name: string): Json {
  const value = object[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** A workload of the kind with what it is made of, most of it tied together as its controller does. */
function anyWorld(kind: WorkloadKind): fc.Arbitrary<readonly Json[]> {
  const part = fc.constantFrom(...parts[kind]).chain((each) => fc.tuple(anyObject(each), bond));
  return fc.tuple(anyObject(kind), bond, fc.array(part, { maxLength: 6 })).map(([workload, own, others]) => {
    const owners = ['w', ...others.map((_, index) => `part-${index}`)];
    const tied = others.map(([object, its], index) => {
      // Pods belong to a revision or to the workload itself; all else to the workload.
      const owner = object['kind'] === 'Pod' ? owners[its.owner % owners.length] : 'w';
      return tie(object, its, `part-${index}`, owner);
    });
    return [tie(workload, own, 'w'), ...tied];
  });
}

function look([workload, ...rest]: readonly Json[]): WorkloadObservation | undefined {
  const kind = workload?.['kind'] as WorkloadKind;
  const snapshot = resourceKinds[kind].project(workload, asIs) as WorkloadSnapshot | undefined;
  return snapshot === undefined ? undefined : observeWorkload('prod-eu', snapshot, partsOf(rest));
}

/** Of these many more worlds are observed than of the others. */
const worldsOf: Readonly<Partial<Record<WorkloadKind, number>>> = { Job: 200, CronJob: 125, DaemonSet: 100 };

describe.each(workloadKinds.map((kind) => [kind] as const))('of any %s that the schema allows', (kind) => {
  it('an observation is made without a throw, is consistent, and moves a card', () => {
    let observed = 0;
    fc.assert(
      fc.property(anyWorld(kind), anyWorld(kind), (objects, later) => {
        const seen = look(objects);
        // Of many worlds nothing is observed. They are drawn again: how many are left is not a matter of luck.
        fc.pre(seen !== undefined);
        observed += 1;
        expectConsistent(seen);
        const card = openCard(seen, 1_000);
        const next = look(later);
        const moved = next === undefined ? card : followCard(card, next, context(2_000));
        expect(keepTime(moved, 10 * settings.deadlineMs, settings).releases).toHaveLength(1);
      }),
      { numRuns: worldsOf[kind] ?? 75 },
    );

    expect(observed).toBe(worldsOf[kind] ?? 75);
  });

  it('it does not depend on the order in which the objects came', () => {
    fc.assert(
      fc.property(anyWorld(kind), ([workload, ...rest]) => {
        if (workload === undefined) return;
        expect(look([workload, ...rest.toReversed()])).toEqual(look([workload, ...rest]));
      }),
      { numRuns: 150 },
    );
  });
});

describe('of any two templates that the schema allows', () => {
  const revision = anyObject('ReplicaSet').map(
    (object) =>
      resourceKinds.ReplicaSet.project(tie(object, { isTied: true, revision: 1, owner: 0 }, 'rs'), asIs)
        ?.facts ?? '',
  );

  it('the changes are found without a throw; none between a template and itself', () => {
    fc.assert(
      fc.property(revision, revision, (before, after) => {
        expect(templateChanges(before, before)).toEqual([]);
        const names = templateChanges(before, after).map((change) => JSON.stringify(change));
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 500 },
    );
  });
});

function expectConsistent(seen: WorkloadObservation): void {
  const keys = seen.problems.map(({ reason, container }) => `${reason}/${container}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Object.values(seen.counts).every(Number.isFinite)).toBe(true);
  expect(seen.older.every(({ number }) => number < seen.revision.number)).toBe(true);
  expect(seen.deadlineExceededAt === undefined || seen.phase === 'failed').toBe(true);
}
