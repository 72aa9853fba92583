import type { ContainerSnapshot, Probe, ResourceRequests } from '../rollout/snapshot.ts';
import type { Companion } from './companions.ts';
import type { ProbeFailure } from './probe-failure.ts';

/** Why containers of a revision do not run. One diagnosis for all pods that share container and reason. */
export type ProblemReason =
  | 'CrashLoopBackOff'
  | 'OOMKilled'
  | 'CreateContainerConfigError'
  | 'CreateContainerError'
  | 'RunContainerError'
  | 'ImagePullBackOff'
  | 'InvalidImageName'
  | 'LifecycleHookError'
  /** The node's own work for the container: network, sandbox, clean-up. */
  | 'SandboxError'
  | 'FailedCreate'
  | 'FailedDelete'
  /** The object that is to keep the new revision could not be created, so there is no pod of it. */
  | 'ReplicaSetCreateError'
  /** Argo Rollouts does not take the specification. */
  | 'InvalidSpec'
  /** Argo Rollouts went back to the stable version by itself or by hand. */
  | 'RolloutAborted'
  /** A node took the pod and refused to run it. */
  | 'PodRejected'
  | 'Unschedulable'
  | 'SchedulingGated'
  /** Being created for too long. */
  | 'ContainerCreating'
  /** An init container that does not come to its end. */
  | 'InitRunning'
  | 'NotReady'
  /** A broken pod of another revision that the StatefulSet waits for. */
  | 'BlockedByPod'
  /** A Job was given up. */
  | 'JobFailed'
  /** A HorizontalPodAutoscaler does not do its work. */
  | 'AutoscalerFailing'
  /** Pods on nodes that are not heard of. */
  | 'NodeNotReady';

/** A ConfigMap or Secret, or a key of it, that a container refers to and that does not exist. */
export interface MissingReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Absent when the whole object is missing. */
  readonly key?: string;
}

/** A node that explains a problem. */
export interface ProblemNode {
  readonly name: string;
  /** How many of the problem's pods are on it. */
  readonly pods: number;
  /** How many more nodes are like it. */
  readonly others: number;
  /** `MemoryPressure`; empty for a node that is lost. */
  readonly shortages: readonly string[];
}

export interface Problem {
  readonly reason: ProblemReason;
  /** Empty for a problem of the workload as a whole, such as FailedCreate. */
  readonly container: string;
  /** How many pods of the revision have it now; 0 for a Job whose pods are gone. */
  readonly pods: number;
  /** The most restarts that any of those pods' containers has had. */
  readonly restarts: number;
  /** The pod whose log is the evidence: the one with the most restarts. Empty when there is no pod. */
  readonly pod: string;
  /** Its uid, where a probe has something to tell: pods of a StatefulSet have their names from others. */
  readonly podUid?: string;
  /** The kubelet's or controller's own words; untrusted text. */
  readonly message: string;
  readonly image: string;
  /** How the last instance ended; for crashes only. */
  readonly exitCode?: number;
  readonly signal?: number;
  /** `resources.limits.memory` as written; for OOMKilled. */
  readonly memoryLimit?: string;
  readonly missing?: MissingReference;
  /** Said of containers that are not the pod's own purpose. */
  readonly role?: Exclude<ContainerSnapshot['role'], 'app'>;
  /** Containers beside it that ended badly, too; absent when there are none. */
  readonly companions?: readonly Companion[];
  /** The probe that fails, or that may have ended the container. */
  readonly probe?: Probe;
  /** What the probe answered, where that was asked for. */
  readonly probeFailure?: ProbeFailure;
  /** What each pod asks for; for Unschedulable. */
  readonly requests?: ResourceRequests;
  /** The node under pressure where most of the pods are, or the lost one. */
  readonly node?: ProblemNode;
  /** Which HorizontalPodAutoscaler fails, and why: `FailedGetResourceMetric`. */
  readonly autoscaler?: { readonly name: string; readonly reason: string };
  /** Since when by the cluster's own clock, where it says so. */
  readonly since?: number;
}

/** One problem within one revision of one workload. */
export function problemKey(problem: Pick<Problem, 'reason' | 'container'>): string {
  return `${problem.reason}/${problem.container}`;
}
