import { timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { Condition, Deployment, DeploymentStatus } from '../../model.ts';
import { conditionOf, type Finding, withCondition, withoutCondition } from '../conditions.ts';
import { type Rollout, writeStatus } from './context.ts';
import { fencesOf, specTotal, statusTotal } from './fences.ts';
import type { Sets } from './new-replica-set.ts';

const noDeadline = 2 ** 31 - 1;

export function hasDeadline(deployment: Deployment): boolean {
  return deployment.spec.progressDeadlineSeconds !== noDeadline;
}

/** The counts and the Available condition (calculateStatus in sync.go). Zeros are left out, as in the API's JSON. */
export function countsOf(rollout: Rollout, { fresh, old }: Sets): DeploymentStatus {
  const { deployment, cluster } = rollout;
  const all = fresh === undefined ? old : [...old, fresh];
  const availableReplicas = statusTotal(all, 'availableReplicas');
  const { desired, maxUnavailable } = fencesOf(deployment);
  const isAvailable = availableReplicas >= desired - maxUnavailable;
  const finding: Finding = isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const counts = {
    replicas: statusTotal(all, 'replicas'),
    updatedReplicas: fresh?.status?.replicas ?? 0,
    readyReplicas: statusTotal(all, 'readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, specTotal(all) - availableReplicas),
  };
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    conditions: withCondition(deployment.status?.conditions ?? [], finding, timestamp(cluster.now())),
  };
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas } = deployment.spec;
  const counts = [status.updatedReplicas, status.replicas, status.availableReplicas];
  return counts.every((count) => (count ?? 0) === replicas);
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const { updatedReplicas = 0, replicas = 0, readyReplicas = 0, availableReplicas = 0 } = after;
  const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0);
  return (
    updatedReplicas > (before.updatedReplicas ?? 0) ||
    replicas - updatedReplicas < oldBefore ||
    readyReplicas > (before.readyReplicas ?? 0) ||
    availableReplicas > (before.availableReplicas ?? 0)
  );
}

function deadlineAt(rollout: Rollout, condition: Condition): number {
  const deadlineMs = rollout.cluster.paced(rollout.deployment.spec.progressDeadlineSeconds * 1000);
  return Date.parse(condition.lastUpdateTime ?? condition.lastTransitionTime) + deadlineMs;
}

function hasTimedOut(rollout: Rollout, condition: Condition | undefined): boolean {
  if (condition === undefined || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineAt(rollout, condition) < rollout.cluster.now().getTime();
}

function progressing(rollout: Rollout, sets: Sets, status: DeploymentStatus): Condition[] {
  const { deployment, cluster } = rollout;
  const conditions = status.conditions ?? [];
  const current = conditionOf(conditions, 'Progressing');
  const at = timestamp(cluster.now());
  const { fresh } = sets;
  const subject =
    fresh === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${fresh.metadata.name}"`;
  const finding = (value: Finding['status'], reason: string, words: string): Finding => ({
    type: 'Progressing',
    status: value,
    reason,
    message: `${subject} ${words}`,
  });
  if (isComplete(deployment, status))
    return withCondition(
      conditions,
      finding('True', 'NewReplicaSetAvailable', 'has successfully progressed.'),
      at,
    );
  if (hasProgressed(deployment.status ?? {}, status)) {
    // Taken out first, so that lastUpdateTime moves although status and reason are the same: the clock starts again.
    const since = current?.status === 'True' ? current.lastTransitionTime : at;
    const fresher = finding('True', 'ReplicaSetUpdated', 'is progressing.');
    return [
      ...withoutCondition(conditions, 'Progressing'),
      { ...fresher, lastUpdateTime: at, lastTransitionTime: since },
    ];
  }
  if (!hasTimedOut(rollout, current)) return conditions;
  return withCondition(
    conditions,
    finding('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'),
    at,
  );
}

function replicaFailure({ fresh, old }: Sets, deployment: Deployment): Condition | undefined {
  const failureOf = (conditions: Condition[] | undefined) => conditionOf(conditions, 'ReplicaFailure');
  const found =
    failureOf(fresh?.status?.conditions) ??
    old.map((each) => failureOf(each.status?.conditions)).find(Boolean);
  if (found === undefined) return undefined;
  const known = failureOf(deployment.status?.conditions);
  const isKnown = known?.status === found.status && known.reason === found.reason;
  return isKnown ? known : { ...found, lastUpdateTime: found.lastTransitionTime };
}

function withFailure(conditions: Condition[], sets: Sets, deployment: Deployment): Condition[] {
  const failure = replicaFailure(sets, deployment);
  const others = withoutCondition(conditions, 'ReplicaFailure');
  return failure === undefined ? others : [...others, failure];
}

/** Writes the status of a rollout; returns in how many milliseconds the deadline must be looked at, if at all. */
export function syncRolloutStatus(rollout: Rollout, sets: Sets): number | undefined {
  const { deployment } = rollout;
  const counts = countsOf(rollout, sets);
  const current = conditionOf(deployment.status?.conditions, 'Progressing');
  const isSettled =
    counts.replicas === counts.updatedReplicas && current?.reason === 'NewReplicaSetAvailable';
  const base = counts.conditions ?? [];
  let conditions = base;
  if (!hasDeadline(deployment)) conditions = withoutCondition(base, 'Progressing');
  else if (!isSettled) conditions = progressing(rollout, sets, counts);
  const status = { ...counts, conditions: withFailure(conditions, sets, deployment) };
  if (!isSame(status, deployment.status)) writeStatus(rollout, status);
  return stuckCheckMs(rollout, status);
}

function stuckCheckMs(rollout: Rollout, status: DeploymentStatus): number | undefined {
  const condition = conditionOf(status.conditions, 'Progressing');
  const isWatched = condition?.status === 'True' && condition.reason !== 'NewReplicaSetAvailable';
  if (!hasDeadline(rollout.deployment) || !isWatched) return undefined;
  // A second more than the deadline: condition times have whole seconds.
  return Math.max(0, deadlineAt(rollout, condition) - rollout.cluster.now().getTime()) + 1000;
}
