import type { Condition, KubernetesObject } from './model.ts';

/** What the stand-in reads of Argo CD's Application; everything else of one passes through. */
export interface ApplicationSource {
  repoURL: string;
  targetRevision?: string;
  path?: string;
}

export interface AutomatedSync {
  prune?: boolean;
  selfHeal?: boolean;
  /** Since 3.0; absent means on. */
  enabled?: boolean;
}

export interface ApplicationSpec {
  project: string;
  source: ApplicationSource;
  destination: { server?: string; name?: string; namespace?: string };
  syncPolicy?: { automated?: AutomatedSync; syncOptions?: string[] };
  revisionHistoryLimit?: number;
}

export interface SyncOperation {
  revision?: string;
  source?: ApplicationSource;
  prune?: boolean;
  dryRun?: boolean;
  resources?: { group?: string; kind: string; name: string; namespace?: string }[];
  syncStrategy?: { apply?: object; hook?: object };
  syncOptions?: string[];
}

export interface Operation {
  sync?: SyncOperation;
  initiatedBy?: { username?: string; automated?: boolean };
  info?: { name: string; value: string }[];
}

export type OperationPhase = 'Running' | 'Terminating' | 'Failed' | 'Error' | 'Succeeded';

export interface OperationState {
  operation: Operation;
  phase: OperationPhase;
  message?: string;
  startedAt: string;
  finishedAt?: string;
  syncResult?: { revision: string; source: ApplicationSource };
}

export interface RevisionHistory {
  id: number;
  revision: string;
  source: ApplicationSource;
  deployStartedAt: string;
  deployedAt: string;
  initiatedBy: { username?: string; automated?: boolean };
}

export interface ResourceStatus {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status: 'Synced' | 'OutOfSync';
  requiresPruning?: boolean;
}

export interface ApplicationStatus {
  sync?: {
    status: 'Synced' | 'OutOfSync' | 'Unknown';
    revision?: string;
    comparedTo: Pick<ApplicationSpec, 'source' | 'destination'>;
  };
  resources?: ResourceStatus[];
  history?: RevisionHistory[];
  operationState?: OperationState;
  conditions?: Pick<Condition, 'type' | 'message' | 'lastTransitionTime'>[];
}

export interface Application extends KubernetesObject {
  spec: ApplicationSpec;
  operation?: Operation;
  status?: ApplicationStatus;
}

const completed: ReadonlySet<OperationPhase> = new Set(['Failed', 'Error', 'Succeeded']);

export function isCompleted({ phase }: Pick<OperationState, 'phase'>): boolean {
  return completed.has(phase);
}

export function automatedSyncOf({ spec }: Application): AutomatedSync | undefined {
  const automated = spec.syncPolicy?.automated;
  return automated?.enabled === false ? undefined : automated;
}
