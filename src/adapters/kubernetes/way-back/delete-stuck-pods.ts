import { PermanentError } from '../../../errors.ts';
import type { WayBackRequest, WayBackResult } from '../../../ports.ts';
import { ForbiddenError } from '../forbidden-error.ts';
import { listOf, objectOf } from '../json-field.ts';
import { projectPod } from '../project-pod.ts';
import { collectionPath, objectPath, pods } from '../resource-kind.ts';
import { type Access, accessFor, type WayBackDeps } from './access.ts';

/** Once the template is back, and where the person who rolls back has asked for it, what stands in its way goes. */
export async function clearingTheWay(
  deps: WayBackDeps,
  request: WayBackRequest,
  result: WayBackResult,
): Promise<WayBackResult> {
  const isBack = result.kind === 'applied' || result.kind === 'already-there';
  if (!isBack || request.deletesStuckPods !== true) return result;
  return (await deleteStuckPods(accessFor(deps, request))) ?? result;
}

/**
 * Deletes the pods of the revision that was left which are not ready. An ordered StatefulSet waits for them for ever,
 * even after its template was put back: https://github.com/kubernetes/kubernetes/issues/67250
 */
async function deleteStuckPods(access: Access): Promise<WayBackResult | undefined> {
  const { connection, timeoutMs, request } = access;
  const { namespace } = request.workload;
  try {
    const list = await connection.json({
      path: collectionPath(pods, namespace),
      query: { labelSelector: `controller-revision-hash=${request.current.podHash}` },
      asked: `list pods in namespace ${namespace}`,
      timeoutMs,
    });
    const all = listOf(objectOf(list)['items']).flatMap((item) => projectPod(item, (text) => text) ?? []);
    const stuck = all.filter(
      ({ ownerUid, isReady, isDeleting }) => ownerUid === request.workloadUid && !isReady && !isDeleting,
    );
    for (const { name, uid } of stuck) await deletePod(access, name, uid);
    return undefined;
  } catch (error) {
    if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule, isBack: true };
    throw error;
  }
}

/** The precondition leaves alone a pod that was made anew under the same name, as a StatefulSet's are. */
async function deletePod(
  { connection, timeoutMs, request }: Access,
  name: string,
  uid: string,
): Promise<void> {
  const { namespace } = request.workload;
  try {
    await connection.json({
      method: 'DELETE',
      path: objectPath(pods, namespace, name),
      body: { contentType: 'application/json', json: { preconditions: { uid } } },
      asked: `delete pods in namespace ${namespace}`,
      timeoutMs,
    });
  } catch (error) {
    const isGone = error instanceof PermanentError && /not-found|conflict/.test(error.code);
    if (!isGone) throw error;
  }
}
