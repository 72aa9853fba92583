import type { Condition, KubernetesObject } from '../../model.ts';

export interface FluxStatus {
  observedGeneration?: number;
  conditions?: Condition[];
  lastHandledReconcileAt?: string;
}

/** What every kind of Flux's has. */
export interface FluxObject extends KubernetesObject {
  spec: { interval: string; suspend?: boolean };
  status?: FluxStatus;
}

export interface GitRepository extends FluxObject {
  spec: FluxObject['spec'] & { url: string; ref?: { branch?: string } };
  status?: FluxStatus & { artifact?: { revision: string; digest: string; lastUpdateTime: string } };
}

export interface Kustomization extends FluxObject {
  spec: FluxObject['spec'] & {
    path?: string;
    prune: boolean;
    sourceRef: { kind: string; name: string; namespace?: string };
  };
  status?: FluxStatus & { lastAppliedRevision?: string; lastAttemptedRevision?: string };
}

export interface HelmRelease extends FluxObject {
  spec: FluxObject['spec'] & {
    releaseName?: string;
    targetNamespace?: string;
    driftDetection?: { mode?: 'enabled' | 'warn' | 'disabled' };
    values?: {
      image?: { repository?: string; tag?: string };
      replicaCount?: number;
      labels?: Record<string, string>;
    };
  };
  status?: FluxStatus & { history?: { version: number; status: string; configDigest: string }[] };
}
