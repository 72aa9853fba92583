import type { Condition, ContainerImage } from '../../domain/rollout/snapshot.ts';
import type { TemplateSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMarks } from './project-metadata.ts';

/** What is read of a pod template. */
export const templateFields: JsonShape = {
  members: {
    metadata: { members: { labels: 'whole', annotations: 'whole' } },
    spec: { members: { containers: { each: { members: { name: 'whole', image: 'whole' } } } } },
  },
};

/** What the domain reads of a pod template. */
export function projectTemplate(value: unknown, intern: Intern): TemplateSnapshot {
  const { metadata, spec } = objectOf(value);
  const { annotations, labels } = objectOf(metadata);
  return {
    containers: projectImages(objectOf(spec)['containers'], intern),
    templateAnnotations: projectMarks(annotations, intern),
    templateLabels: projectMarks(labels, intern),
  };
}

function projectImages(value: unknown, intern: Intern): readonly ContainerImage[] {
  return listOf(value)
    .filter(isObject)
    .map(({ name, image }) => ({ name: intern(textOf(name)), image: intern(textOf(image)) }));
}

const maxMessageLength = 4_096;

/** A message of any length, as much of it as is worth keeping. */
export function cutMessage(value: unknown): string {
  return textOf(value).slice(0, maxMessageLength);
}

/** What is read of each condition. */
export const conditionFields: JsonShape = {
  each: {
    members: {
      type: 'whole',
      status: 'whole',
      reason: 'whole',
      message: 'whole',
      lastUpdateTime: 'whole',
      lastTransitionTime: 'whole',
    },
  },
};

/** Status conditions; `lastUpdateAt` falls back to the transition's time, the only one most kinds have. */
export function projectConditions(value: unknown, intern: Intern): readonly Condition[] {
  return listOf(value)
    .filter(isObject)
    .map((condition) => ({
      type: intern(textOf(condition['type'])),
      status: intern(textOf(condition['status'])),
      reason: intern(textOf(condition['reason'])),
      message: cutMessage(condition['message']),
      lastUpdateAt: timeOf(condition['lastUpdateTime'] ?? condition['lastTransitionTime']),
    }));
}
