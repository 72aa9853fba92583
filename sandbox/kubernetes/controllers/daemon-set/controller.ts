import type { Cluster } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { Pod } from '../../model.ts';
import { nameSuffix } from '../../objects.ts';
import { controllerRevisions, daemonSets, nodes, pods } from '../../resources.ts';
import { ApiError } from '../../status.ts';
import { keyOf } from '../../store.ts';
import type { ControllerRevision, DaemonSet, DaemonSetStatus } from '../../workload-model.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import {
  createOwnedPod,
  deleteOwned,
  hasEnded,
  isTerminating,
  notesFor,
  readySince,
  statusWriter,
} from '../pod-control.ts';
import { syncHistory, truncateHistory } from '../revision-history.ts';
import { createWorkQueue } from '../work-queue.ts';
import { nodeOf, nodesFor, placementOn } from './placement.ts';
import { hashLabel, isAvailableIn, isUpdated, type Pass, podsToReplace } from './rolling.ts';

const component = 'daemonset-controller';
export const templateGenerationKey = 'deprecated.daemonset.template.generation';

function createOn(pass: Pass, node: string): void {
  const { cluster, set, hash } = pass;
  const { template } = set.spec;
  const generation = set.metadata.annotations?.[templateGenerationKey] ?? '1';
  const created = createOwnedPod(cluster, set, {
    name: `${set.metadata.name}-${nameSuffix()}`,
    template,
    labels: { [hashLabel]: hash, 'pod-template-generation': generation },
    spec: placementOn(template.spec, node),
  });
  notesFor(cluster, set, component).normal('SuccessfulCreate', `Created pod: ${created.metadata.name}`);
}

function removePod({ cluster, set }: Pass, pod: Pod): void {
  deleteOwned(cluster, pods, pod);
  notesFor(cluster, set, component).normal('SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
}

/** One pod on every node; returns whether the API took all that were missing. */
function manage(pass: Pass): boolean {
  for (const pod of pass.pods)
    if (!isTerminating(pod) && (hasEnded(pod) || !pass.nodes.includes(nodeOf(pod)))) removePod(pass, pod);
  const taken = new Set(pass.pods.map(nodeOf));
  try {
    for (const node of pass.nodes) if (!taken.has(node)) createOn(pass, node);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notesFor(pass.cluster, pass.set, component).warning('FailedCreate', `Error creating: ${error.message}`);
    return false;
  }
}

function statusOf(pass: Pass, collisionCount: number): DaemonSetStatus {
  const onNode = (node: string) => pass.pods.filter((pod) => nodeOf(pod) === node);
  const places = pass.nodes.map(onNode).filter((here) => here.length > 0);
  const withPod = (test: (pod: Pod) => boolean) => places.filter((here) => here.some(test)).length;
  const available = withPod((pod) => isAvailableIn(pass, pod));
  const updated = withPod((pod) => isUpdated(pass, pod));
  const unavailable = pass.nodes.length - available;
  return {
    currentNumberScheduled: places.length,
    numberMisscheduled: pass.pods.filter((pod) => !pass.nodes.includes(nodeOf(pod))).length,
    desiredNumberScheduled: pass.nodes.length,
    numberReady: withPod((pod) => readySince(pod) !== undefined),
    observedGeneration: pass.set.metadata.generation ?? 1,
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
    ...(collisionCount === 0 ? {} : { collisionCount }),
  };
}

function writeStatus(cluster: Cluster, set: DaemonSet, status: DaemonSetStatus): void {
  const { namespace, name, uid } = set.metadata;
  const found = cluster.objects.find<DaemonSet>(daemonSets, namespace, name);
  if (found === undefined || found.metadata.uid !== uid || isSame(found.status, status)) return;
  cluster.objects.update(daemonSets, { ...found, status }, statusWriter);
}

export function startDaemonSetController(cluster: Cluster): void {
  const ownedPods = createOwnerIndex(cluster, pods);
  const ownedRevisions = createOwnerIndex(cluster, controllerRevisions);

  function passFor(set: DaemonSet, hash: string): Pass {
    const owned = ownedPods.ownedBy<Pod>(set.metadata.uid ?? '');
    return { cluster, set, hash, nodes: nodesFor(cluster, set), pods: owned };
  }

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const set = cluster.objects.find<DaemonSet>(daemonSets, namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const revisions = ownedRevisions.ownedBy<ControllerRevision>(set.metadata.uid ?? '');
    const collisionCount = set.status?.collisionCount ?? 0;
    const history = syncHistory(cluster, set, revisions, { hashLabel, collisionCount });
    const hash = history.update.metadata.labels?.[hashLabel] ?? '';
    if (!manage(passFor(set, hash))) queue.addAfter(key, cluster.paced(1000));
    const rolling = passFor(set, hash);
    for (const pod of podsToReplace(rolling)) removePod(rolling, pod);
    const settled = passFor(set, hash);
    const status = statusOf(settled, history.collisionCount);
    writeStatus(cluster, set, status);
    const live = new Set([hash, ...settled.pods.map((pod) => pod.metadata.labels?.[hashLabel])]);
    const isLive = ({ metadata: { labels } }: ControllerRevision) => live.has(labels?.[hashLabel]);
    truncateHistory(cluster, history, isLive, set.spec.revisionHistoryLimit);
    if (status.numberReady > (status.numberAvailable ?? 0)) queue.addAfter(key, 1000);
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === daemonSets && type !== 'DELETED') queue.add(stored.key);
    if (resource === nodes && type !== 'MODIFIED')
      for (const set of cluster.objects.all(daemonSets))
        queue.add(keyOf(set.metadata.namespace, set.metadata.name));
    if (resource !== pods && resource !== controllerRevisions) return;
    const owner = controllerOf(stored.object);
    if (owner?.kind === 'DaemonSet') queue.add(keyOf(stored.object.metadata.namespace, owner.name));
  });
}
