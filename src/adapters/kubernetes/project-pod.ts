import type { PodSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { containerSpecFields, containerStatusFields, projectContainers } from './project-container.ts';
import { controllerUid, ownedMetadataFields, projectMetadata } from './project-metadata.ts';

/** What is read of a pod. */
export const podFields: JsonShape = {
  members: {
    metadata: {
      members: { ...ownedMetadataFields, labels: { members: { 'controller-revision-hash': 'whole' } } },
    },
    spec: { members: { initContainers: containerSpecFields, containers: containerSpecFields } },
    status: {
      members: {
        phase: 'whole',
        reason: 'whole',
        conditions: { each: { members: { type: 'whole', status: 'whole' } } },
        initContainerStatuses: containerStatusFields,
        containerStatuses: containerStatusFields,
      },
    },
  },
};

/** A pod's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectPod(value: unknown, intern: Intern): PodSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const status = objectOf(object['status']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;

  return {
    ...identity,
    ownerUid: controllerUid(metadata, intern),
    revisionHash: intern(textOf(objectOf(metadata['labels'])['controller-revision-hash'])),
    createdAt: timeOf(metadata['creationTimestamp']),
    phase: intern(textOf(status['phase'])),
    reason: intern(textOf(status['reason'])),
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    isReady: listOf(status['conditions'])
      .filter(isObject)
      .some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    containers: projectContainers(objectOf(object['spec']), status, intern),
  };
}
