import type { WorkloadCore } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, type JsonObject, objectOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMarks, projectMetadata } from './project-metadata.ts';
import { projectTemplate } from './project-template.ts';

/** What is read of a workload, with what is read of its specification. */
export function workloadFields(spec: Readonly<Record<string, JsonShape>>): JsonShape {
  return { members: { metadata: { members: metadataFields }, spec: { members: spec }, status: 'whole' } };
}

const metadataFields = {
  uid: 'whole',
  namespace: 'whole',
  name: 'whole',
  labels: 'whole',
  annotations: 'whole',
  generation: 'whole',
  deletionTimestamp: 'whole',
} as const satisfies Readonly<Record<string, JsonShape>>;

/** What every kind of workload has; undefined when it has no identity. */
export function projectCore(object: JsonObject, template: unknown, intern: Intern): WorkloadCore | undefined {
  const metadata = objectOf(object['metadata']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  return {
    ...identity,
    labels: projectMarks(metadata['labels'], intern),
    annotations: projectMarks(metadata['annotations'], intern),
    generation: integerOf(metadata['generation']),
    observedGeneration: integerOf(objectOf(object['status'])['observedGeneration']),
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    ...projectTemplate(template, intern),
  };
}
