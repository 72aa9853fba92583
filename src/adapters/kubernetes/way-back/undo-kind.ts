import type { Revision } from '../../../domain/rollout/observation.ts';
import type { WorkloadKind } from '../../../domain/rollout/workload.ts';
import type { WayBackRequest } from '../../../ports.ts';
import { argoRevisionAnnotation, projectArgoRollout } from '../project-argo-rollout.ts';
import { projectControllerRevision } from '../project-controller-revision.ts';
import { projectDaemonSet } from '../project-daemon-set.ts';
import { projectDeployment, revisionAnnotation } from '../project-deployment.ts';
import { projectReplicaSet } from '../project-replica-set.ts';
import { projectStatefulSet } from '../project-stateful-set.ts';
import {
  argoRollouts,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
} from '../resource-kind.ts';
import { type Access, getObject, type ObjectKind, pointerKey } from './access.ts';
import { newestRevision } from './newest-revision.ts';
import { templateOfReplicaSet, templateOfRevision } from './restorable-template.ts';

/** Which revision a workload is at. */
export interface RevisionPointer {
  /** Whether it is the one that is to be left. */
  is(revision: Revision): boolean;
  /** Whether it is one of the target's: a return to an old template may renumber the object that keeps it. */
  isOf(target: Revision): boolean | Promise<boolean>;
}

export interface Standing {
  readonly uid: string;
  readonly isDeleting: boolean;
  readonly isPaused: boolean;
  readonly isObserved: boolean;
  readonly generation: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly revision: RevisionPointer;
}

/** What differs between the kinds that can be undone. */
export interface UndoKind {
  readonly resource: ObjectKind;
  /** Keeps the templates of its revisions. */
  readonly keeper: ObjectKind;
  standingOf(workload: unknown, access: Access): Promise<Standing | undefined>;
  uidOf(keeper: unknown): string | undefined;
  /** The template as it can be put back; undefined when the object does not keep one. */
  templateOf(keeper: unknown): unknown;
  /** Further tests of the patch. */
  testsOf(request: WayBackRequest): readonly object[];
}

const asIs = (text: string) => text;

const numbered = (annotation: string) => ({
  testsOf: ({ current }: WayBackRequest) => [
    { op: 'test', path: `/metadata/annotations/${pointerKey(annotation)}`, value: String(current.number) },
  ],
});

const ofReplicaSets = {
  keeper: replicaSets,
  uidOf: (keeper: unknown) => projectReplicaSet(keeper, asIs)?.uid,
  templateOf: templateOfReplicaSet,
};

const ofControllerRevisions = {
  keeper: controllerRevisions,
  uidOf: (keeper: unknown) => projectControllerRevision(keeper, asIs)?.uid,
  templateOf: templateOfRevision,
  testsOf: () => [],
};

/** By its number; the ReplicaSet of the target says whether it was renumbered to it. */
function byNumber(number: number, access: Access): RevisionPointer {
  return {
    is: (revision) => number === revision.number,
    async isOf(target) {
      const set = projectReplicaSet(await getObject(access, replicaSets, target.revisionName), asIs);
      return set?.uid === target.revisionUid && set.revision === number;
    },
  };
}

function byUid(uid: string | undefined): RevisionPointer {
  const is = ({ revisionUid }: Revision) => uid === revisionUid;
  return { is, isOf: is };
}

const deployment: UndoKind = {
  resource: deployments,
  ...ofReplicaSets,
  ...numbered(revisionAnnotation),
  async standingOf(workload, access) {
    const found = projectDeployment(workload, asIs);
    if (found === undefined) return undefined;
    const isObserved = found.observedGeneration >= found.generation;
    return { ...found, isObserved, revision: byNumber(found.revision, access) };
  },
};

const argoRollout: UndoKind = {
  resource: argoRollouts,
  ...ofReplicaSets,
  ...numbered(argoRevisionAnnotation),
  async standingOf(workload, access) {
    const found = projectArgoRollout(workload, asIs);
    if (found === undefined) return undefined;
    const isObserved = found.observedGeneration >= found.generation;
    // A pause is a step of the strategy, and nothing that keeps a new template from being rolled out.
    return { ...found, isPaused: false, isObserved, revision: byNumber(found.revision, access) };
  },
};

const statefulSet: UndoKind = {
  resource: statefulSets,
  ...ofControllerRevisions,
  async standingOf(workload) {
    const found = projectStatefulSet(workload, asIs);
    if (found === undefined) return undefined;
    const isObserved = found.observedGeneration >= found.generation && found.updateRevision !== '';
    const is = ({ revisionName }: Revision) => found.updateRevision === revisionName;
    return { ...found, isPaused: false, isObserved, revision: { is, isOf: is } };
  },
};

const daemonSet: UndoKind = {
  resource: daemonSets,
  ...ofControllerRevisions,
  async standingOf(workload, access) {
    const found = projectDaemonSet(workload, asIs);
    if (found === undefined) return undefined;
    const newest = await newestRevision(access, found.uid);
    const isObserved = found.observedGeneration >= found.generation;
    return { ...found, isPaused: false, isObserved, revision: byUid(newest?.uid) };
  },
};

/** Jobs run to an end: there is nothing to go back to. */
export const undoKinds: Readonly<Partial<Record<WorkloadKind, UndoKind>>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Rollout: argoRollout,
};
