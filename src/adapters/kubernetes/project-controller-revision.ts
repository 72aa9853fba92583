import type { ControllerRevisionSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import { type FactsReader, plainFacts } from './facts-reader.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { templateGenerationAnnotation } from './project-daemon-set.ts';
import { revisionTemplateFields } from './project-facts.ts';
import { controllerUid, ownedMetadataFields, projectMetadata } from './project-metadata.ts';
import { projectTemplate } from './project-template.ts';

/** What is read of a ControllerRevision. */
export const controllerRevisionFields: JsonShape = {
  members: {
    metadata: {
      members: {
        ...ownedMetadataFields,
        labels: { members: { 'controller-revision-hash': 'whole' } },
        annotations: { members: { [templateGenerationAnnotation]: 'whole' } },
      },
    },
    revision: 'whole',
    data: { members: { spec: { members: { template: revisionTemplateFields } } } },
  },
};

/** A ControllerRevision's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectControllerRevision(
  value: unknown,
  intern: Intern,
  readFacts: FactsReader = plainFacts,
): ControllerRevisionSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const { template } = objectOf(objectOf(object['data'])['spec']);

  return {
    ...identity,
    ownerUid: controllerUid(metadata, intern),
    revision: integerOf(object['revision']),
    hash: textOf(objectOf(metadata['labels'])['controller-revision-hash']),
    templateGeneration: integerOf(objectOf(metadata['annotations'])[templateGenerationAnnotation]),
    createdAt: timeOf(metadata['creationTimestamp']),
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    // The data is a patch of the workload that replaces its template.
    ...projectTemplate(template, intern),
    facts: readFacts(template),
  };
}
