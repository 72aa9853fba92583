import fc from 'fast-check';
import {
  type Attribute,
  attributesOf,
  itemTypeOf,
  modelNameOf,
  valueTypeOf,
} from '../../../sandbox/kubernetes/schema/models.ts';
import type { JsonShape } from '../../../src/adapters/kubernetes/json-shape.ts';
import { resourceKinds } from './workload-fixture.ts';

export type Kind = keyof typeof resourceKinds;

/** What the API allows in any of its strings, and what its controllers write there. */
const words = [
  ...['', 'True', 'False', 'Unknown', '0', '1', '2', '128Mi', '100m', '10s', '__proto__', 'constructor'],
  ...['Progressing', 'Available', 'ReplicaFailure', 'Complete', 'Failed', 'FailureTarget', 'Suspended'],
  ...['ProgressDeadlineExceeded', 'NewReplicaSetAvailable', 'FailedCreate', 'BackoffLimitExceeded'],
  ...['Running', 'Pending', 'Succeeded', 'Ready', 'Initialized', 'PodScheduled', 'Unschedulable', 'Evicted'],
  ...['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError', 'OOMKilled'],
  ...['ContainerCreating', 'PodInitializing', 'Error', 'Completed', 'StartError', 'RunContainerError'],
  ...['RollingUpdate', 'OnDelete', 'OrderedReady', 'Parallel', 'Always', 'Never', 'DisruptionTarget'],
  ...['Healthy', 'Degraded', 'Paused', 'InvalidSpec', 'RolloutAborted', 'CanaryPauseStep', 'BlueGreenPause'],
  ...['Inconclusive', 'Successful', 'hash-1', 'hash-2', 'api', 'proxy', 'registry.example/api:v2'],
];
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const whole = fc.oneof(fc.integer({ min: -1, max: 5 }), fc.integer(), fc.constant(Number.MAX_SAFE_INTEGER));
const time = fc.constantFrom(
  '2026-08-01T10:00:00Z',
  '2026-08-01T10:00:01Z',
  '2026-08-01T10:00:00.123456Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
);
const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  number: whole,
  boolean: fc.boolean(),
  Date: time,
  IntOrString: fc.oneof(whole, text),
};
const anything = fc.jsonValue({ maxDepth: 2 });

/** How deep what is read as a whole goes; enough for the key of a Secret behind a variable. */
const depthOfWhole = 5;

/** An object of the kind as its schema allows it; of what is never read, nothing. */
export function anyObject(kind: Kind): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return anyOf(modelNameOf(kind), resourceKinds[kind].fields, depthOfWhole).map((object) => ({
    ...(object as object),
    kind,
  }));
}

function anyOf(type: string, shape: JsonShape, depth: number): fc.Arbitrary<unknown> {
  const item = itemTypeOf(type);
  if (item !== undefined) {
    const each = shape !== 'whole' && 'each' in shape ? shape.each : shape;
    return fc.array(anyOf(item, each, depth), { maxLength: 3 });
  }
  if (shape !== 'whole' && 'members' in shape) return anyMembers(type, shape.members, depth);
  const value = valueTypeOf(type);
  if (value !== undefined) return fc.dictionary(text, anyOf(value, 'whole', depth - 1), { maxKeys: 3 });
  const attributes = attributesOf(type);
  if (attributes === undefined) return scalars[type] ?? anything;
  return depth === 0 ? fc.constant({}) : anyModel(attributes, depth);
}

/** Any of the members that are read. What the schema says nothing of, such as a revision's data, goes by the shape. */
function anyMembers(
  type: string,
  members: Readonly<Record<string, JsonShape>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const attributes = new Map(attributesOf(type)?.map((each) => [each.baseName, each.type]));
  const value = valueTypeOf(type);
  const typeOf = (name: string) =>
    attributes.get(name) ?? value ?? (name === 'template' ? 'V1PodTemplateSpec' : 'any');
  const fields = Object.entries(members).map(([name, shape]) => [name, anyOf(typeOf(name), shape, depth)]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

/** A few of its fields: a pod's specification has forty, each with as many below it. */
function anyModel(attributes: readonly Attribute[], depth: number): fc.Arbitrary<unknown> {
  return fc
    .shuffledSubarray([...attributes], { maxLength: Math.min(6, attributes.length) })
    .chain((some) =>
      fc.record(
        Object.fromEntries(some.map(({ baseName, type }) => [baseName, anyOf(type, 'whole', depth - 1)])),
      ),
    );
}
