import type { DaemonSetSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectCore, workloadFields } from './project-core.ts';
import { templateFields } from './project-template.ts';

/** Counted by the API server, in spite of its name; the controller copies it to the revision that it makes. */
export const templateGenerationAnnotation = 'deprecated.daemonset.template.generation';

/** What is read of a DaemonSet. */
export const daemonSetFields: JsonShape = workloadFields({
  updateStrategy: 'whole',
  template: templateFields,
});

/** A DaemonSet's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectDaemonSet(value: unknown, intern: Intern): DaemonSetSnapshot | undefined {
  const object = objectOf(value);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const core = projectCore(object, spec['template'], intern);
  if (core === undefined) return undefined;

  return {
    kind: 'DaemonSet',
    ...core,
    strategy: objectOf(spec['updateStrategy'])['type'] === 'OnDelete' ? 'OnDelete' : 'RollingUpdate',
    templateGeneration: integerOf(
      objectOf(objectOf(object['metadata'])['annotations'])[templateGenerationAnnotation],
    ),
    desired: integerOf(status['desiredNumberScheduled']),
    replicas: integerOf(status['currentNumberScheduled']),
    updated: integerOf(status['updatedNumberScheduled']),
    ready: integerOf(status['numberReady']),
    available: integerOf(status['numberAvailable']),
  };
}
