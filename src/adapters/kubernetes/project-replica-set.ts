import type { ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import { type FactsReader, plainFacts } from './facts-reader.ts';
import type { Intern } from './intern.ts';
import { integerOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { argoHashLabel, argoRevisionAnnotation } from './project-argo-rollout.ts';
import { revisionAnnotation } from './project-deployment.ts';
import { revisionTemplateFields } from './project-facts.ts';
import { controllerUid, ownedMetadataFields, projectMetadata } from './project-metadata.ts';
import { projectConditions, projectTemplate } from './project-template.ts';

/** What is read of a ReplicaSet. */
export const replicaSetFields: JsonShape = {
  members: {
    metadata: { members: { ...ownedMetadataFields, labels: 'whole', annotations: 'whole' } },
    spec: { members: { replicas: 'whole', template: revisionTemplateFields } },
    status: 'whole',
  },
};

/** A ReplicaSet's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectReplicaSet(
  value: unknown,
  intern: Intern,
  readFacts: FactsReader = plainFacts,
): ReplicaSetSnapshot | undefined {
  const object = objectOf(value);
  const metadata = objectOf(object['metadata']);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const annotations = objectOf(metadata['annotations']);
  const labels = objectOf(metadata['labels']);

  return {
    ...identity,
    ownerUid: controllerUid(metadata, intern),
    revision: integerOf(annotations[revisionAnnotation] ?? annotations[argoRevisionAnnotation]),
    ...formerRevisions(
      annotations[`${revisionAnnotation}-history`] ?? annotations[`${argoRevisionAnnotation}-history`],
    ),
    podTemplateHash: textOf(labels['pod-template-hash'] ?? labels[argoHashLabel]),
    createdAt: timeOf(metadata['creationTimestamp']),
    isDeleting: typeof metadata['deletionTimestamp'] === 'string',
    desired: integerOf(spec['replicas'], 1),
    available: integerOf(status['availableReplicas']),
    ...projectTemplate(spec['template'], intern),
    facts: readFacts(spec['template']),
    conditions: projectConditions(status['conditions'], intern),
  };
}

/** `1,4`: kept by the controllers when they renumber a ReplicaSet to which the workload returns. */
function formerRevisions(kept: unknown): Pick<ReplicaSetSnapshot, 'formerRevisions'> {
  const numbers = textOf(kept)
    .split(',')
    .map((number) => integerOf(number.trim()))
    .filter((number) => number > 0);
  return numbers.length === 0 ? {} : { formerRevisions: numbers };
}
