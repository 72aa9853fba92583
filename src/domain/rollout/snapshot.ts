import type { NodeSnapshot } from './node-snapshot.ts';

/**
 * The fields of Kubernetes objects that the domain reads, and no others. Adapters project objects to these as
 * they parse them, so that a pod costs a fraction of its JSON in memory. Times are epoch milliseconds.
 */

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastUpdateAt: number;
}

export interface ContainerImage {
  readonly name: string;
  readonly image: string;
}

export interface DeploymentSnapshot {
  readonly kind: 'Deployment';
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generation: number;
  readonly observedGeneration: number;
  /** Annotation `deployment.kubernetes.io/revision`; 0 until the controller has written it. */
  readonly revision: number;
  readonly isPaused: boolean;
  readonly isDeleting: boolean;
  /** `spec.replicas`: what is wanted, as opposed to what is there. */
  readonly desired: number;
  /** Absent when the Deployment has no deadline: then it has no Progressing condition either. */
  readonly progressDeadlineSeconds?: number;
  readonly containers: readonly ContainerImage[];
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly templateLabels: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly conditions: readonly Condition[];
}

export interface ReplicaSetSnapshot {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** uid of the controller among the owner references; empty when nobody controls it. */
  readonly ownerUid: string;
  readonly revision: number;
  /** Numbers that it had before the workload returned to it, oldest first. */
  readonly formerRevisions?: readonly number[];
  readonly podTemplateHash: string;
  readonly createdAt: number;
  readonly isDeleting: boolean;
  readonly desired: number;
  readonly available: number;
  readonly containers: readonly ContainerImage[];
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly templateLabels: Readonly<Record<string, string>>;
  /** All that its template says, as `encodeFacts` makes it. */
  readonly facts: string;
  readonly conditions: readonly Condition[];
}

export interface Termination {
  readonly kind: 'terminated';
  readonly reason: string;
  readonly message: string;
  readonly exitCode: number;
  readonly signal: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly kind: 'running'; readonly startedAt: number }
  | Termination
  | { readonly kind: 'unknown' };

export type ProbePurpose = 'startup' | 'readiness' | 'liveness';

/** What the kubelet asks a container; spelled in parts, because sentences are made elsewhere. */
export interface Probe {
  readonly purpose: ProbePurpose;
  readonly kind: 'http' | 'tcp' | 'grpc' | 'exec';
  /** The path, the service or the command line; may be empty. */
  readonly target: string;
  /** A number or a name; empty for a command. */
  readonly port: string;
  /** How long the probe itself lets the container take before it says no. */
  readonly allowanceMs: number;
}

export interface Probes {
  readonly startup?: Probe;
  readonly readiness?: Probe;
  readonly liveness?: Probe;
}

export interface ContainerSnapshot {
  readonly name: string;
  /** A sidecar is an init container with restart policy Always: it starts before the others and stays. */
  readonly role: 'init' | 'sidecar' | 'app';
  readonly image: string;
  readonly isReady: boolean;
  readonly restarts: number;
  readonly state: ContainerState;
  /** How the previous instance of this container ended; absent while it never ended. */
  readonly lastTermination?: Termination;
  /** `resources.limits.memory` as written, such as `256Mi`. */
  readonly memoryLimit?: string;
  /** Whether the startup probe has passed; said of containers that are not ready only. */
  readonly hasStarted?: boolean;
  /** Kept of containers that are not ready only: thousands that are well need none. */
  readonly probes?: Probes;
}

/** What a pod asks of a node, its containers summed up as the scheduler does. */
export interface ResourceRequests {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

export interface PodSnapshot {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly ownerUid: string;
  /** Label `controller-revision-hash`; empty where a ReplicaSet says the revision. */
  readonly revisionHash: string;
  readonly createdAt: number;
  /** Empty until a node has the pod. */
  readonly nodeName: string;
  /** The node that the pod is on, where that has trouble: joined by whoever knows the nodes. */
  readonly node?: NodeSnapshot;
  readonly phase: string;
  readonly reason: string;
  /** Why the pod is in that phase, in the kubelet's words; empty for pods that are well. */
  readonly message: string;
  readonly isDeleting: boolean;
  readonly isReady: boolean;
  /** Only those that say that something is not as it should be. */
  readonly conditions: readonly Condition[];
  /** Kept while no node has taken the pod. */
  readonly requests?: ResourceRequests;
  readonly containers: readonly ContainerSnapshot[];
}
