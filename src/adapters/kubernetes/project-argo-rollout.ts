import type { ArgoRolloutSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectAnalyses, projectPauses, projectSteps } from './project-argo-strategy.ts';
import { projectCore, workloadFields } from './project-core.ts';
import { projectConditions, templateFields } from './project-template.ts';

export const argoRevisionAnnotation = 'rollout.argoproj.io/revision';
export const argoHashLabel = 'rollouts-pod-template-hash';

/** What is read of an Argo Rollout. */
export const argoRolloutFields: JsonShape = workloadFields({
  replicas: 'whole',
  paused: 'whole',
  workloadRef: 'whole',
  strategy: 'whole',
  template: templateFields,
});

/** An Argo Rollout's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectArgoRollout(value: unknown, intern: Intern): ArgoRolloutSnapshot | undefined {
  const object = objectOf(value);
  const annotations = objectOf(objectOf(object['metadata'])['annotations']);
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  const core = projectCore(object, spec['template'], intern);
  if (core === undefined) return undefined;

  const canary = objectOf(status['canary']);
  const trafficWeight = objectOf(objectOf(canary['weights'])['canary'])['weight'];
  const hasWorkload = isObject(spec['workloadRef']);
  return {
    kind: 'Rollout',
    ...core,
    observedGeneration: generationOf(status['observedGeneration']),
    revision: integerOf(annotations[argoRevisionAnnotation]),
    desired: integerOf(spec['replicas'], 1),
    isPaused: spec['paused'] === true,
    isAborted: status['abort'] === true,
    isHeld: status['controllerPause'] === true,
    ...projectPauses(status['pauseConditions'], intern),
    ...projectSteps(objectOf(spec['strategy']), status['currentStepIndex'], intern),
    ...(typeof trafficWeight === 'number' ? { trafficWeight: integerOf(trafficWeight) } : {}),
    phase: intern(textOf(status['phase'])),
    message: textOf(status['message']).slice(0, 4_096),
    currentPodHash: textOf(status['currentPodHash']),
    stableHash: textOf(status['stableRS']),
    activeHash: textOf(objectOf(status['blueGreen'])['activeSelector']),
    analyses: projectAnalyses(canary, objectOf(status['blueGreen'])),
    workloadGeneration: hasWorkload ? textOf(annotations['rollout.argoproj.io/workload-generation']) : '',
    observedWorkloadGeneration: textOf(status['workloadObservedGeneration']),
    replicas: integerOf(status['replicas']),
    updated: integerOf(status['updatedReplicas']),
    ready: integerOf(status['readyReplicas']),
    available: integerOf(status['availableReplicas']),
    conditions: projectConditions(status['conditions'], intern),
  };
}

/** A number as text. Before 1.0 it was a hash of the specification, which is taken as observed. */
function generationOf(value: unknown): number {
  const isHash = typeof value === 'string' && value !== '' && !/^\d+$/.test(value);
  return isHash ? Number.MAX_SAFE_INTEGER : integerOf(value);
}
