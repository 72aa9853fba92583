import type { DeploymentSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectCore, workloadFields } from './project-core.ts';
import { projectConditions, templateFields } from './project-template.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The largest int32 stands for "no deadline" (pkg/controller/deployment/util, HasProgressDeadline). */
const noDeadline = 2 ** 31 - 1;

/** What is read of a Deployment. */
export const deploymentFields: JsonShape = workloadFields({
  replicas: 'whole',
  paused: 'whole',
  progressDeadlineSeconds: 'whole',
  template: templateFields,
});

/** A Deployment's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectDeployment(value: unknown, intern: Intern): DeploymentSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const core = projectCore(object, spec['template'], intern);
  if (core === undefined) return undefined;

  const deadline = integerOf(spec['progressDeadlineSeconds'], noDeadline);
  return {
    kind: 'Deployment',
    ...core,
    revision: integerOf(objectOf(metadata['annotations'])[revisionAnnotation]),
    isPaused: spec['paused'] === true,
    desired: integerOf(spec['replicas'], 1),
    ...(deadline === noDeadline ? {} : { progressDeadlineSeconds: deadline }),
    replicas: integerOf(status['replicas']),
    updated: integerOf(status['updatedReplicas']),
    ready: integerOf(status['readyReplicas']),
    available: integerOf(status['availableReplicas']),
    conditions: projectConditions(status['conditions'], intern),
  };
}
