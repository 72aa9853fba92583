import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainObjects } from '../../src/main/explain-objects.ts';

const shipped = { enabled: true, rules: [], allow: [] };

/** Any JSON at all, also as a text where a number belongs, and under names that objects inherit. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(null),
  fc.constantFrom('7', -1, 1e308, ''),
);
const key = fc.constantFrom('prod', 'dev', '', '__proto__', 'constructor');
const uid = fc.oneof(fc.constantFrom('d-1', 'rs-1', 'rs-2', 'p-1', ''), anything);
const sometimes = (value: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary: value, weight: 6 }, anything);

const owner = fc.record(
  {
    kind: fc.constantFrom('Deployment', 'ReplicaSet', 'Pod', 'Job'),
    name: key,
    uid,
    controller: fc.constantFrom(true, true, false, 'true'),
  },
  { requiredKeys: [] },
);

const metadata = fc.record(
  {
    name: sometimes(key),
    namespace: sometimes(key),
    uid: sometimes(uid),
    generation: anything,
    labels: anything,
    annotations: sometimes(fc.constant({ 'deployment.kubernetes.io/revision': '1' })),
    deletionTimestamp: anything,
    ownerReferences: sometimes(fc.array(owner, { maxLength: 2 })),
  },
  { requiredKeys: ['name', 'uid'] },
);

const state = fc.record(
  {
    waiting: sometimes(
      fc.record({
        reason: fc.constantFrom('CrashLoopBackOff', 'ErrImagePull', 'toString'),
        message: anything,
      }),
    ),
    running: anything,
    terminated: sometimes(fc.record({ reason: anything, exitCode: fc.constantFrom(1, 137, '9', null) })),
  },
  { requiredKeys: [] },
);

const status = fc.record(
  {
    observedGeneration: anything,
    replicas: anything,
    availableReplicas: anything,
    conditions: sometimes(
      fc.array(
        fc.record({
          type: fc.constantFrom('Progressing', 'ReplicaFailure', 'New', 'Ready', 'ScalingActive'),
          status: fc.constantFrom('True', 'False', 'Unknown'),
          reason: anything,
          lastTransitionTime: fc.oneof(anything, fc.constant('2026-08-01T10:00:00Z')),
        }),
      ),
    ),
    containerStatuses: sometimes(
      fc.array(fc.record({ name: sometimes(key), restartCount: anything, state, lastState: state }), {
        maxLength: 3,
      }),
    ),
  },
  { requiredKeys: [] },
);

const object = fc.record(
  {
    kind: sometimes(
      fc.constantFrom(
        ...['Deployment', 'ReplicaSet', 'Pod', 'Pod', 'Service'],
        ...['Node', 'Event', 'HorizontalPodAutoscaler'],
      ),
    ),
    apiVersion: sometimes(fc.constantFrom('apps/v1', 'v1', 'autoscaling/v2')),
    metadata: sometimes(metadata),
    spec: anything,
    status: sometimes(status),
  },
  { requiredKeys: ['kind', 'metadata'] },
);

const revision = { 'deployment.kubernetes.io/revision': '1' };
/** What makes sense, so that some of the pods belong somewhere. */
const whole = [
  { kind: 'Deployment', metadata: { name: 'api', uid: 'd-1', annotations: revision } },
  {
    kind: 'ReplicaSet',
    metadata: {
      name: 'api-1',
      uid: 'rs-1',
      annotations: revision,
      ownerReferences: [{ kind: 'Deployment', name: 'api', uid: 'd-1', controller: true }],
    },
  },
  {
    kind: 'Pod',
    metadata: {
      name: 'api-1-x',
      uid: 'p-1',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'api-1', uid: 'rs-1', controller: true }],
    },
    spec: { containers: [{ name: 'api', image: 'registry.example/api:v1' }] },
    status: {
      containerStatuses: [
        {
          name: 'api',
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1 } },
        },
      ],
    },
  },
];

describe('an explanation of any objects', () => {
  it('never throws, has a sentence for each workload, and keeps the two forms together', async () => {
    let explained = 0;
    let problems = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof({ arbitrary: object, weight: 9 }, anything)), async (values) => {
        const { lines, documents, notes, needsSomebody } = await explainObjects(
          [...values, ...whole],
          shipped,
        );

        explained += documents.length;
        problems += documents.flatMap((each) => each.problems).length;
        expect(documents.every(({ message }) => message !== '')).toBe(true);
        expect(needsSomebody).toBe(documents.some(({ phase }) => phase === 'failing' || phase === 'failed'));
        expect(JSON.parse(JSON.stringify(documents))).toEqual(documents);
        expect([...lines, ...notes].filter((line) => line.includes('\n'))).toEqual([]);
      }),
      { numRuns: 500 },
    );

    // The whole workload is explained in every run, whatever lies beside it.
    expect(explained).toBeGreaterThanOrEqual(500);
    expect(problems).toBeGreaterThan(0);
  });

  it('does not depend on the order of the objects', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(object, { maxLength: 6 }), async (values) => {
        const distinct = values.map((value, index) => ({
          ...value,
          metadata: { name: 'one', ...Object(value.metadata), uid: `uid-${index}` },
        }));

        const forwards = await explainObjects(distinct, shipped);
        const backwards = await explainObjects(distinct.toReversed(), shipped);

        const sorted = (documents: readonly unknown[]) =>
          documents.map((each) => JSON.stringify(each)).toSorted();
        expect(sorted(backwards.documents)).toEqual(sorted(forwards.documents));
      }),
    );
  });
});
