import type {
  Condition,
  JsonObject,
  KubernetesObject,
  LabelSelector,
  PodTemplate,
  Strings,
} from './model.ts';

export interface ControllerRevision extends KubernetesObject {
  data: { spec: { template: PodTemplate } };
  revision: number;
}

export interface StatefulSetSpec {
  replicas: number;
  serviceName: string;
  selector: LabelSelector;
  template: PodTemplate;
  podManagementPolicy: string;
  updateStrategy: { type: string; rollingUpdate?: { partition: number } };
  minReadySeconds?: number;
  revisionHistoryLimit: number;
  volumeClaimTemplates?: { metadata: { name: string } }[];
}

/** Zero counts without a default are left out, as in the API's JSON. */
export interface StatefulSetStatus {
  observedGeneration?: number;
  replicas: number;
  readyReplicas?: number;
  currentReplicas?: number;
  updatedReplicas?: number;
  currentRevision?: string;
  updateRevision?: string;
  collisionCount?: number;
  availableReplicas: number;
}

export interface StatefulSet extends KubernetesObject {
  spec: StatefulSetSpec;
  status?: StatefulSetStatus;
}

export interface DaemonSetSpec {
  selector: LabelSelector;
  template: PodTemplate;
  updateStrategy: {
    type: string;
    rollingUpdate?: { maxUnavailable: number | string; maxSurge?: number | string };
  };
  minReadySeconds?: number;
  revisionHistoryLimit: number;
}

export interface DaemonSetStatus {
  observedGeneration?: number;
  currentNumberScheduled: number;
  desiredNumberScheduled: number;
  numberMisscheduled: number;
  numberReady: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
  numberUnavailable?: number;
  collisionCount?: number;
}

export interface DaemonSet extends KubernetesObject {
  spec: DaemonSetSpec;
  status?: DaemonSetStatus;
}

export interface PodFailureRule {
  action: string;
  onExitCodes?: { containerName?: string; operator: string; values: number[] };
}

export interface JobSpec {
  parallelism: number;
  completions?: number;
  backoffLimit: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  suspend?: boolean;
  podFailurePolicy?: { rules: PodFailureRule[] };
  selector?: LabelSelector;
  template: PodTemplate;
}

export interface JobStatus {
  conditions?: Condition[];
  startTime?: string;
  completionTime?: string;
  active?: number;
  ready?: number;
  terminating?: number;
  succeeded?: number;
  failed?: number;
  uncountedTerminatedPods?: JsonObject;
}

export interface Job extends KubernetesObject {
  spec: JobSpec;
  status?: JobStatus;
}

export interface JobTemplate {
  metadata?: { labels?: Strings; annotations?: Strings };
  spec: JobSpec;
}

export interface CronJobSpec {
  schedule: string;
  timeZone?: string;
  suspend?: boolean;
  concurrencyPolicy: string;
  successfulJobsHistoryLimit: number;
  failedJobsHistoryLimit: number;
  jobTemplate: JobTemplate;
}

export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
}

export interface CronJobStatus {
  active?: ObjectReference[];
  lastScheduleTime?: string;
  lastSuccessfulTime?: string;
}

export interface CronJob extends KubernetesObject {
  spec: CronJobSpec;
  status?: CronJobStatus;
}
