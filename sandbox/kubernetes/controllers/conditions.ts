import type { Condition } from '../model.ts';

export function conditionOf(conditions: Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function withoutCondition(conditions: Condition[], type: string): Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

export interface Finding {
  type: string;
  status: Condition['status'];
  reason: string;
  message: string;
}

/**
 * SetDeploymentCondition of the Deployment controller: the same status and reason leave the condition untouched, so
 * lastUpdateTime does not move; a new reason with the same status keeps lastTransitionTime.
 */
export function withCondition(conditions: Condition[], finding: Finding, at: string): Condition[] {
  const current = conditionOf(conditions, finding.type);
  if (current?.status === finding.status && current.reason === finding.reason) return conditions;
  const lastTransitionTime = current?.status === finding.status ? current.lastTransitionTime : at;
  const condition: Condition = { ...finding, lastUpdateTime: at, lastTransitionTime };
  return [...withoutCondition(conditions, finding.type), condition];
}
