import type { AnalysisRun, Rollout } from '../../argo-model.ts';
import type { Cluster } from '../../cluster.ts';
import type { KubernetesObject, ReplicaSet } from '../../model.ts';
import { analysisRuns, replicaSets, rollouts } from '../../resources.ts';
import { type Change, keyOf } from '../../store.ts';
import { withCondition } from '../conditions.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import { createWorkQueue } from '../work-queue.ts';
import { startAnalysisRunController } from './analysis-run.ts';
import { reconcileBlueGreen } from './blue-green.ts';
import { reconcileCanary } from './canary.ts';
import { invalidSpec } from './invalid-spec.ts';
import { freshDecisions, nowOf, type Pass, statusOf, writeStatus } from './pass.ts';
import { phaseOf } from './phase.ts';
import { markPause } from './status.ts';

/** What it names may come later: an invalid Rollout is looked at again after this long. */
const invalidRetryMs = 20_000;

/** Argo's controller: Rollouts by canary or blue-green, and the analyses that judge them. */
export function startArgoRolloutController(cluster: Cluster): void {
  const ownedSets = createOwnerIndex(cluster, replicaSets);
  const ownedRuns = createOwnerIndex(cluster, analysisRuns);

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const rollout = cluster.objects.find<Rollout>(rollouts, namespace, name);
    if (rollout === undefined || rollout.metadata.deletionTimestamp !== undefined) return;
    const uid = rollout.metadata.uid ?? '';
    let nextMs: number | undefined;
    const pass: Pass = {
      cluster,
      rollout,
      owned: () => ownedSets.ownedBy<ReplicaSet>(uid),
      runs: () => ownedRuns.ownedBy<AnalysisRun>(uid),
      decisions: freshDecisions(),
      again: (afterMs) => {
        nextMs = Math.min(nextMs ?? afterMs, afterMs);
      },
    };
    reconcile(pass);
    if (nextMs !== undefined) queue.addAfter(key, nextMs);
  }

  function reconcile(pass: Pass): void {
    const wrong = invalidSpec(cluster, pass.rollout);
    if (wrong !== '') return void refuse(pass, wrong);
    markPause(pass);
    const { canary, blueGreen } = pass.rollout.spec.strategy ?? {};
    if (canary !== undefined) reconcileCanary(pass, canary);
    if (blueGreen !== undefined) reconcileBlueGreen(pass, blueGreen);
  }

  function refuse(pass: Pass, message: string): void {
    const status = statusOf(pass);
    const known = (status.conditions ?? []).filter(
      (each) => each.type !== 'InvalidSpec' || each.message === message,
    );
    const finding = { type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message } as const;
    const conditions = withCondition(known, finding, nowOf(pass));
    const observedGeneration = String(pass.rollout.metadata.generation ?? 1);
    const next = { ...status, conditions, observedGeneration };
    writeStatus(pass, { ...next, ...phaseOf(pass.rollout.spec, next) });
    pass.again(cluster.paced(invalidRetryMs));
  }

  function affectedBy({ resource, stored, type }: Change): string | undefined {
    if (resource === rollouts) return type === 'DELETED' ? undefined : stored.key;
    if (resource !== replicaSets && resource !== analysisRuns) return undefined;
    return ownerKey(stored.object);
  }

  function ownerKey(object: KubernetesObject): string | undefined {
    const owner = controllerOf(object);
    return owner?.kind === 'Rollout' ? keyOf(object.metadata.namespace, owner.name) : undefined;
  }

  startAnalysisRunController(cluster);
  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe((change) => {
    const key = affectedBy(change);
    if (key !== undefined) queue.add(key);
  });
}
