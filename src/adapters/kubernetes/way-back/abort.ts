import type { WayBackExecutor, WayBackResult } from '../../../ports.ts';
import { projectArgoRollout } from '../project-argo-rollout.ts';
import { argoRollouts } from '../resource-kind.ts';
import { type Access, attemptUntilSettled, getObject, patchObject, type WayBackDeps } from './access.ts';

/**
 * Aborts an Argo Rollout in flight: it returns to its stable version, and its specification stays as it is, so that
 * nothing that applies it starts anew. As `kubectl argo rollouts abort` does it, with tests of what is left and of
 * what is returned to.
 */
export function createAbort(deps: WayBackDeps): WayBackExecutor {
  return { carryOut: (request) => attemptUntilSettled(deps, request, attempt) };
}

async function attempt(access: Access): Promise<WayBackResult | undefined> {
  const { workload, workloadUid, current, target, takesUpOnly } = access.request;
  const rollout = projectArgoRollout(await getObject(access, argoRollouts, workload.name), (text) => text);
  if (rollout === undefined || rollout.isDeleting || rollout.uid !== workloadUid) {
    return { kind: 'refused', because: 'workload-gone' };
  }
  if (rollout.currentPodHash !== current.podHash) return { kind: 'refused', because: 'newer-revision' };
  if (rollout.stableHash !== target.podHash) return { kind: 'refused', because: 'target-gone' };
  if (rollout.isAborted) return { kind: 'already-there' };
  if (takesUpOnly === true) return { kind: 'refused', because: 'not-begun' };

  const refusal = await patchObject(access, {
    kind: argoRollouts,
    name: workload.name,
    subresource: 'status',
    operations: [
      { op: 'test', path: '/metadata/uid', value: workloadUid },
      { op: 'test', path: '/status/currentPodHash', value: current.podHash },
      { op: 'test', path: '/status/stableRS', value: target.podHash },
      { op: 'add', path: '/status/abort', value: true },
    ],
  });
  return refusal === undefined ? { kind: 'applied' } : undefined;
}
