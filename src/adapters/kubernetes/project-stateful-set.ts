import type { StatefulSetSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectCore, workloadFields } from './project-core.ts';
import { templateFields } from './project-template.ts';

/** What is read of a StatefulSet. */
export const statefulSetFields: JsonShape = workloadFields({
  replicas: 'whole',
  updateStrategy: 'whole',
  podManagementPolicy: 'whole',
  minReadySeconds: 'whole',
  template: templateFields,
});

/** A StatefulSet's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectStatefulSet(value: unknown, intern: Intern): StatefulSetSnapshot | undefined {
  const object = objectOf(value);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const core = projectCore(object, spec['template'], intern);
  if (core === undefined) return undefined;

  const { type, rollingUpdate } = objectOf(spec['updateStrategy']);
  return {
    kind: 'StatefulSet',
    ...core,
    desired: integerOf(spec['replicas'], 1),
    strategy: type === 'OnDelete' ? 'OnDelete' : 'RollingUpdate',
    partition: integerOf(objectOf(rollingUpdate)['partition']),
    isOrdered: spec['podManagementPolicy'] !== 'Parallel',
    minReadySeconds: integerOf(spec['minReadySeconds']),
    updateRevision: textOf(status['updateRevision']),
    replicas: integerOf(status['replicas']),
    updated: integerOf(status['updatedReplicas']),
    ready: integerOf(status['readyReplicas']),
    available: integerOf(status['availableReplicas']),
  };
}
