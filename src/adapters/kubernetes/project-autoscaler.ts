import type { AutoscalerSnapshot } from '../../domain/rollout/autoscaler-snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf, objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMetadata } from './project-metadata.ts';
import { conditionFields, projectConditions } from './project-template.ts';

/** What is read of a HorizontalPodAutoscaler. */
export const autoscalerFields: JsonShape = {
  members: {
    metadata: { members: { uid: 'whole', namespace: 'whole', name: 'whole' } },
    spec: { members: { scaleTargetRef: { members: { kind: 'whole', name: 'whole' } } } },
    status: { members: { conditions: conditionFields } },
  },
};

const watchedTypes: ReadonlySet<unknown> = new Set(['AbleToScale', 'ScalingActive']);
/** It is switched off, as at zero replicas; or it waits, as it was told to. */
const meantReasons: ReadonlySet<unknown> = new Set([
  'ScalingDisabled',
  'BackoffBoth',
  'BackoffDownscale',
  'BackoffUpscale',
]);

/** A HorizontalPodAutoscaler's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectAutoscaler(value: unknown, intern: Intern): AutoscalerSnapshot | undefined {
  const object = objectOf(value);
  const identity = projectMetadata(objectOf(object['metadata']), intern);
  if (identity === undefined) return undefined;
  const { kind, name } = objectOf(objectOf(object['spec'])['scaleTargetRef']);
  const telling = listOf(objectOf(object['status'])['conditions']).filter(
    (condition) =>
      isObject(condition) &&
      watchedTypes.has(condition['type']) &&
      condition['status'] === 'False' &&
      !meantReasons.has(condition['reason']),
  );
  return {
    ...identity,
    target: { kind: intern(textOf(kind)), name: intern(textOf(name)) },
    conditions: projectConditions(telling, intern),
  };
}
