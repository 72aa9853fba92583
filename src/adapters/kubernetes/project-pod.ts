import type { PodSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { containerSpecFields, containerStatusFields, projectContainers } from './project-container.ts';
import { controllerUid, ownedMetadataFields, projectMetadata } from './project-metadata.ts';
import { projectPodConditions } from './project-pod-conditions.ts';
import { projectRequests } from './project-requests.ts';
import { conditionFields, cutMessage } from './project-template.ts';

/** What is read of a pod. */
export const podFields: JsonShape = {
  members: {
    metadata: {
      members: { ...ownedMetadataFields, labels: { members: { 'controller-revision-hash': 'whole' } } },
    },
    spec: {
      members: { nodeName: 'whole', initContainers: containerSpecFields, containers: containerSpecFields },
    },
    status: {
      members: {
        phase: 'whole',
        reason: 'whole',
        message: 'whole',
        conditions: conditionFields,
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

  const spec = objectOf(object['spec']);
  const { isReady, conditions } = projectPodConditions(status['conditions'], intern);
  const isPlaced = !conditions.some(({ type }) => type === 'PodScheduled');
  return {
    ...identity,
    ownerUid: controllerUid(metadata, intern),
    revisionHash: intern(textOf(objectOf(metadata['labels'])['controller-revision-hash'])),
    createdAt: timeOf(metadata['creationTimestamp']),
    nodeName: intern(textOf(spec['nodeName'])),
    phase: intern(textOf(status['phase'])),
    reason: intern(textOf(status['reason'])),
    message: cutMessage(status['message']),
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    isReady,
    conditions,
    ...(isPlaced ? {} : { requests: projectRequests(spec) }),
    containers: projectContainers(spec, status, intern),
  };
}
