import type { DeploymentSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMarks, projectMetadata } from './project-metadata.ts';
import { projectConditions, projectTemplate, templateFields } from './project-template.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The largest int32 stands for "no deadline" (pkg/controller/deployment/util, HasProgressDeadline). */
const noDeadline = 2 ** 31 - 1;

/** What is read of a Deployment. */
export const deploymentFields: JsonShape = {
  members: {
    metadata: {
      members: {
        uid: 'whole',
        namespace: 'whole',
        name: 'whole',
        labels: 'whole',
        annotations: 'whole',
        generation: 'whole',
        deletionTimestamp: 'whole',
      },
    },
    spec: {
      members: {
        replicas: 'whole',
        paused: 'whole',
        progressDeadlineSeconds: 'whole',
        template: templateFields,
      },
    },
    status: 'whole',
  },
};

/** A Deployment's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectDeployment(value: unknown, intern: Intern): DeploymentSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;

  const deadline = integerOf(spec['progressDeadlineSeconds'], noDeadline);
  return {
    ...identity,
    labels: projectMarks(metadata['labels'], intern),
    annotations: projectMarks(metadata['annotations'], intern),
    generation: integerOf(metadata['generation']),
    observedGeneration: integerOf(status['observedGeneration']),
    revision: integerOf(objectOf(metadata['annotations'])[revisionAnnotation]),
    isPaused: spec['paused'] === true,
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    desired: integerOf(spec['replicas'], 1),
    ...(deadline === noDeadline ? {} : { progressDeadlineSeconds: deadline }),
    ...projectTemplate(spec['template'], intern),
    replicas: integerOf(status['replicas']),
    updated: integerOf(status['updatedReplicas']),
    ready: integerOf(status['readyReplicas']),
    available: integerOf(status['availableReplicas']),
    conditions: projectConditions(status['conditions'], intern),
  };
}
