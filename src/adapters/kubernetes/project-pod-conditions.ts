import type { Condition, PodSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { isObject, listOf } from './json-field.ts';
import { projectConditions } from './project-template.ts';

/** Conditions that are worth keeping, by the status that says nothing. */
const silentStatus: ReadonlyMap<unknown, string> = new Map([
  ['PodScheduled', 'True'],
  ['PodReadyToStartContainers', 'True'],
  ['Ready', 'True'],
  ['DisruptionTarget', 'False'],
]);

const none: readonly Condition[] = Object.freeze([]);

/** Whether the pod is ready, and what is not as it should be: a pod that is well costs no memory for it. */
export function projectPodConditions(
  value: unknown,
  intern: Intern,
): Pick<PodSnapshot, 'isReady' | 'conditions'> {
  let isReady = false;
  const telling: unknown[] = [];
  for (const condition of listOf(value)) {
    if (!isObject(condition)) continue;
    const { type, status } = condition;
    if (type === 'Ready' && status === 'True') isReady = true;
    else if (silentStatus.has(type) && silentStatus.get(type) !== status) telling.push(condition);
  }
  return { isReady, conditions: telling.length === 0 ? none : projectConditions(telling, intern) };
}
