import type { CronJobSnapshot, JobSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf, textOf, timeOf } from './json-field.ts';
import { type JsonShape, joinShapes } from './json-shape.ts';
import { projectCore, workloadFields } from './project-core.ts';
import { controllerOf } from './project-metadata.ts';
import { projectConditions, templateFields } from './project-template.ts';

/** What is read of a Job. */
export const jobFields: JsonShape = joinShapes(
  workloadFields({ suspend: 'whole', completions: 'whole', template: templateFields }),
  {
    members: {
      metadata: {
        members: {
          creationTimestamp: 'whole',
          ownerReferences: { each: { members: { uid: 'whole', kind: 'whole', controller: 'whole' } } },
        },
      },
    },
  },
);

/** What is read of a CronJob. */
export const cronJobFields: JsonShape = workloadFields({
  jobTemplate: { members: { spec: { members: { template: templateFields } } } },
});

/** A Job's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectJob(value: unknown, intern: Intern): JobSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const core = projectCore(object, spec['template'], intern);
  if (core === undefined) return undefined;

  const owner = controllerOf(metadata);
  return {
    kind: 'Job',
    ...core,
    ownerUid: intern(textOf(owner['uid'])),
    ownerKind: intern(textOf(owner['kind'])),
    createdAt: timeOf(metadata['creationTimestamp']),
    deletedAt: timeOf(metadata['deletionTimestamp']),
    isSuspended: spec['suspend'] === true,
    // A work queue is done with the first pod that succeeds.
    desired: integerOf(spec['completions'], 1),
    active: integerOf(status['active']),
    succeeded: integerOf(status['succeeded']),
    failed: integerOf(status['failed']),
    startedAt: timeOf(status['startTime']),
    completedAt: timeOf(status['completionTime']),
    conditions: projectConditions(status['conditions'], intern),
  };
}

/** A CronJob's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectCronJob(value: unknown, intern: Intern): CronJobSnapshot | undefined {
  const object = objectOf(value);
  const jobTemplate = objectOf(objectOf(objectOf(object['spec'])['jobTemplate'])['spec']);
  const core = projectCore(object, jobTemplate['template'], intern);
  return core === undefined ? undefined : { kind: 'CronJob', ...core };
}
