import type { PodSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import { projectContainers } from './project-container.ts';
import { controllerUid, projectMetadata } from './project-metadata.ts';

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
