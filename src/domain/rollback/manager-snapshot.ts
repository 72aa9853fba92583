import type { GitSource } from './management.ts';
import type { ObjectName } from './way-back.ts';

interface Identity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

/** What the domain reads of Flux's Kustomization. */
export interface KustomizationSnapshot extends Identity {
  readonly kind: 'Kustomization';
  readonly isSuspended: boolean;
  /** What applies the object itself says whether it is suspended, and sets that back. */
  readonly isSuspensionFixed?: true;
  /** The GitRepository it follows; absent when it follows something else. */
  readonly repository?: ObjectName;
  /** As `GitSource` has it. */
  readonly path: string;
}

/** What the domain reads of Flux's HelmRelease. */
export interface HelmReleaseSnapshot extends Identity {
  readonly kind: 'HelmRelease';
  readonly isSuspended: boolean;
  readonly isSuspensionFixed?: true;
  /** The Kustomization that applies the HelmRelease itself; absent when none does. */
  readonly kustomization?: ObjectName;
}

/** What the domain reads of Flux's GitRepository. */
export interface GitRepositorySnapshot extends Identity {
  readonly kind: 'GitRepository';
  readonly url: string;
  readonly branch: string;
}

/** One entry of an Application's own history, by which Argo CD returns to it. */
export interface ArgoCdDeployment {
  readonly id: number;
  /** What was deployed: a commit, or a chart's version. */
  readonly revision: string;
  /** Equal for what was made of the same commit in the same way; a digest of it. */
  readonly content: string;
  readonly startedAt: number;
  readonly deployedAt: number;
}

/** What the domain reads of Argo CD's Application. */
export interface ApplicationSnapshot extends Identity {
  readonly kind: 'Application';
  readonly syncsItself: boolean;
  readonly heals: boolean;
  /** Absent when it has several sources, or none in git. */
  readonly source?: GitSource;
  readonly history: readonly ArgoCdDeployment[];
  /** The workloads that it says are its own, by `workloadKey`. */
  readonly holds: readonly string[];
}

/** What no two workloads of a cluster have at a time. */
export function workloadKey({ namespace, kind, name }: ObjectName & { readonly kind: string }): string {
  return `${namespace}/${kind}/${name}`;
}

export type ManagerSnapshot =
  | KustomizationSnapshot
  | HelmReleaseSnapshot
  | GitRepositorySnapshot
  | ApplicationSnapshot;
