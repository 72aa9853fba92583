import { ownedRevisions } from '../../../domain/rollout/controller-revision.ts';
import type { ControllerRevisionSnapshot } from '../../../domain/rollout/workload-snapshot.ts';
import { listOf, objectOf } from '../json-field.ts';
import { projectControllerRevision } from '../project-controller-revision.ts';
import { collectionPath, controllerRevisions } from '../resource-kind.ts';
import type { Access } from './access.ts';

/** The ControllerRevision that a workload is going to: nothing in a DaemonSet itself says which. */
export async function newestRevision(
  { connection, timeoutMs, request }: Access,
  ownerUid: string,
): Promise<ControllerRevisionSnapshot | undefined> {
  const { namespace } = request.workload;
  const list = await connection.json({
    path: collectionPath(controllerRevisions, namespace),
    asked: `list ${controllerRevisions.qualified} in namespace ${namespace}`,
    timeoutMs,
  });
  const all = listOf(objectOf(list)['items']).flatMap(
    (item) => projectControllerRevision(item, (text) => text) ?? [],
  );
  return ownedRevisions({ uid: ownerUid }, all)[0];
}
