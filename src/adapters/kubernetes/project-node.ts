import type { NodeSnapshot } from '../../domain/rollout/node-snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf, objectOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMetadata } from './project-metadata.ts';
import { conditionFields, projectConditions } from './project-template.ts';

/** What is read of a node: a few hundred bytes of some twenty thousand, most of which name images. */
export const nodeFields: JsonShape = {
  members: {
    metadata: { members: { uid: 'whole', namespace: 'whole', name: 'whole' } },
    status: { members: { conditions: conditionFields } },
  },
};

/** What it means that a node is well, by the condition's type. Others are of add-ons, and say what they like. */
const wellStatus: ReadonlyMap<unknown, string> = new Map([
  ['Ready', 'True'],
  ['MemoryPressure', 'False'],
  ['DiskPressure', 'False'],
  ['PIDPressure', 'False'],
  ['NetworkUnavailable', 'False'],
]);

/** A node's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectNode(value: unknown, intern: Intern): NodeSnapshot | undefined {
  const object = objectOf(value);
  const identity = projectMetadata(objectOf(object['metadata']), intern);
  if (identity === undefined) return undefined;
  const telling = listOf(objectOf(object['status'])['conditions']).filter(
    (condition) => isObject(condition) && isTrouble(condition['type'], condition['status']),
  );
  return { ...identity, name: intern(identity.name), conditions: projectConditions(telling, intern) };
}

/** Once a node is not heard of, the status of everything else is Unknown: that it is lost says enough. */
function isTrouble(type: unknown, status: unknown): boolean {
  const well = wellStatus.get(type);
  if (well === undefined || status === well) return false;
  return type === 'Ready' || status === 'True';
}
