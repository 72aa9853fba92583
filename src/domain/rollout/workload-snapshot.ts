import type { Condition, ContainerImage, DeploymentSnapshot } from './snapshot.ts';

/** What the domain reads of a pod template. */
export interface TemplateSnapshot {
  readonly containers: readonly ContainerImage[];
  readonly templateAnnotations: Readonly<Record<string, string>>;
  readonly templateLabels: Readonly<Record<string, string>>;
}

/** What every kind of workload has. */
export interface WorkloadCore extends TemplateSnapshot {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly isDeleting: boolean;
}

export type UpdateStrategy = 'RollingUpdate' | 'OnDelete';

export interface StatefulSetSnapshot extends WorkloadCore {
  readonly kind: 'StatefulSet';
  readonly desired: number;
  readonly strategy: UpdateStrategy;
  /** Pods with an ordinal below it keep the revision that they have. */
  readonly partition: number;
  /** `podManagementPolicy: OrderedReady`, the default: one pod that is not ready holds up all others. */
  readonly isOrdered: boolean;
  readonly minReadySeconds: number;
  /** Name of the ControllerRevision that the controller is going to; empty until it has said so. */
  readonly updateRevision: string;
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

export interface DaemonSetSnapshot extends WorkloadCore {
  readonly kind: 'DaemonSet';
  readonly strategy: UpdateStrategy;
  /** How often its template was changed; 0 when the API server does not say. */
  readonly templateGeneration: number;
  /** Nodes that should run a pod; moves as nodes come and go. */
  readonly desired: number;
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

export interface JobSnapshot extends WorkloadCore {
  readonly kind: 'Job';
  readonly ownerUid: string;
  /** Kind of whoever controls it: `CronJob`; empty when nobody does. */
  readonly ownerKind: string;
  readonly createdAt: number;
  /** 0 unless it is being deleted. */
  readonly deletedAt: number;
  readonly isSuspended: boolean;
  /** Pods that have to succeed. */
  readonly desired: number;
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  /** 0 until it has started. */
  readonly startedAt: number;
  /** 0 unless it succeeded. */
  readonly completedAt: number;
  readonly conditions: readonly Condition[];
}

export interface CronJobSnapshot extends WorkloadCore {
  readonly kind: 'CronJob';
}

export interface CanaryStep {
  /** `setWeight`, `pause`, `analysis`, as the specification names them. */
  readonly kind: string;
  /** Per cent; of `setWeight` only. */
  readonly weight?: number;
  /** Of a `pause` that ends by itself. */
  readonly pauseMs?: number;
}

export interface AnalysisSnapshot {
  readonly name: string;
  /** `Running`, `Successful`, `Failed`, `Error`, `Inconclusive`. */
  readonly status: string;
  readonly message: string;
}

export interface ArgoRolloutSnapshot extends WorkloadCore {
  readonly kind: 'Rollout';
  /** Annotation `rollout.argoproj.io/revision`; 0 until the controller has written it. */
  readonly revision: number;
  readonly desired: number;
  readonly isPaused: boolean;
  readonly isAborted: boolean;
  /** Whether the controller has put a pause on it; without reasons it is being taken off again. */
  readonly isHeld: boolean;
  readonly pauseReasons: readonly string[];
  /** When the first of the pauses began; 0 without one. */
  readonly pausedAt: number;
  readonly strategy: 'canary' | 'blue-green' | 'unknown';
  readonly steps: readonly CanaryStep[];
  /** Blue-green: how long the preview waits before it gets the live traffic by itself. */
  readonly autoPromotionMs?: number;
  /** Counted from 0; the number of steps once all are done. Absent when there are none. */
  readonly stepIndex?: number;
  /** Per cent that the traffic router was told; absent without one. */
  readonly trafficWeight?: number;
  /** Since Argo Rollouts 1.0: `Healthy`, `Progressing`, `Paused`, `Degraded`; empty before. */
  readonly phase: string;
  readonly message: string;
  readonly currentPodHash: string;
  readonly stableHash: string;
  /** Blue-green: the hash that the active service selects. */
  readonly activeHash: string;
  readonly analyses: readonly AnalysisSnapshot[];
  /** The template lives in another object, of this generation; empty when it does not. */
  readonly workloadGeneration: string;
  readonly observedWorkloadGeneration: string;
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly conditions: readonly Condition[];
}

/** Keeps one template of a StatefulSet or a DaemonSet. */
export interface ControllerRevisionSnapshot extends TemplateSnapshot {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly ownerUid: string;
  readonly revision: number;
  /** Label `controller-revision-hash`, as a DaemonSet's pods carry it; a StatefulSet's carry the name. */
  readonly hash: string;
  /** The DaemonSet's when the revision was made; 0 for a StatefulSet's. */
  readonly templateGeneration: number;
  /** All that its template says, as `encodeFacts` makes it. */
  readonly facts: string;
  readonly createdAt: number;
  readonly isDeleting: boolean;
}

export type WorkloadSnapshot =
  | DeploymentSnapshot
  | StatefulSetSnapshot
  | DaemonSetSnapshot
  | JobSnapshot
  | CronJobSnapshot
  | ArgoRolloutSnapshot;
