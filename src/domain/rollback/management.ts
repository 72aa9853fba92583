import type { WorkloadReference } from '../rollout/workload.ts';
import type { Manager } from './manager.ts';
import {
  type ApplicationSnapshot,
  type ArgoCdDeployment,
  type GitRepositorySnapshot,
  type HelmReleaseSnapshot,
  type KustomizationSnapshot,
  type ManagerSnapshot,
  workloadKey,
} from './manager-snapshot.ts';
import type { ObjectName } from './way-back.ts';

/** Where a manager takes from what it applies. */
export interface GitSource {
  /** As the manager has it: `https://github.com/acme/clusters.git`, `ssh://git@github.com/acme/clusters`. */
  readonly url: string;
  /** Empty when it follows a tag, a commit or the repository's default. */
  readonly branch: string;
  /** Folder in the repository, without a slash or a dot at its ends; empty for all of it. */
  readonly path: string;
}

/** What a workload's manager says of itself in its own object, as far as Shipmate may read that. */
export type Management =
  | {
      readonly kind: 'flux';
      readonly owner: 'Kustomization' | 'HelmRelease';
      readonly object: ObjectName;
      /** Somebody, or a rollback of Shipmate's, keeps it from applying anything. */
      readonly isSuspended: boolean;
      /** What is in git says whether it is suspended: a suspension of Shipmate's would not last. */
      readonly isSuspensionFixed?: true;
      readonly source?: GitSource;
    }
  | {
      readonly kind: 'argocd';
      readonly application: ObjectName;
      /** Automated sync is on: Argo CD refuses a return to its history then. */
      readonly syncsItself: boolean;
      /** It also puts back what is changed in the cluster only. */
      readonly heals: boolean;
      readonly source?: GitSource;
      /** Oldest first. */
      readonly history: readonly ArgoCdDeployment[];
    };

/** The managers' own objects of one cluster, by where they are. `namespace` left out: the only one of that name. */
export interface ManagerObjects {
  /** Whether all of them have been read once; also where there are none, or they may not be read. */
  isKnown(kind: ManagerSnapshot['kind']): boolean;
  kustomization(name: string, namespace?: string): KustomizationSnapshot | undefined;
  helmRelease(name: string, namespace?: string): HelmReleaseSnapshot | undefined;
  gitRepository(name: string, namespace: string): GitRepositorySnapshot | undefined;
  application(name: string, namespace?: string): ApplicationSnapshot | undefined;
  /** The Application that says the workload of this `workloadKey` is its own. */
  applicationHolding(key: string): ApplicationSnapshot | undefined;
}

/**
 * Who manages a workload, as far as its marks say it, or Argo CD's own list: before version 3 Argo CD tracks what it
 * applies by a label that many charts set, too, and of charts that it renders the mark of Helm is left.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function managerOf(
  { manager, workload }: { readonly manager: Manager; readonly workload: WorkloadReference },
  objects: ManagerObjects,
): Manager {
  if (manager.kind !== 'none' && manager.kind !== 'helm') return manager;
  const holder = objects.applicationHolding(workloadKey(workload));
  if (holder === undefined) return objects.isKnown('Application') ? manager : { kind: 'not-known-yet' };
  return { kind: 'argocd', name: holder.name, namespace: holder.namespace };
}

/** Undefined when nothing is known of the manager but its mark. */
export function managementOf(manager: Manager, objects: ManagerObjects): Management | undefined {
  switch (manager.kind) {
    case 'flux-kustomization': {
      if (!areSourcesKnown(objects)) return undefined;
      const found = objects.kustomization(manager.name, manager.namespace);
      return found && flux(found, sourceOfKustomization(found, objects));
    }
    case 'flux-helmrelease': {
      if (!areSourcesKnown(objects)) return undefined;
      const found = objects.helmRelease(manager.name, manager.namespace);
      return found && flux(found, sourceOfHelmRelease(found, objects));
    }
    case 'argocd': {
      const found = objects.application(manager.name, manager.namespace);
      return found && argoCd(found);
    }
    case 'helm':
    case 'none':
    case 'not-known-yet':
      return undefined;
    default:
      return manager satisfies never;
  }
}

/** A source that was only not read yet is none that there is not: what Flux follows decides the way back. */
function areSourcesKnown(objects: ManagerObjects): boolean {
  return objects.isKnown('Kustomization') && objects.isKnown('GitRepository');
}

function flux(
  { kind, namespace, name, isSuspended, isSuspensionFixed }: KustomizationSnapshot | HelmReleaseSnapshot,
  source: GitSource | undefined,
): Management {
  const object = { namespace, name };
  return {
    ...{ kind: 'flux', owner: kind, object, isSuspended },
    ...(isSuspensionFixed === true ? { isSuspensionFixed } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

function argoCd({ namespace, name, syncsItself, heals, source, history }: ApplicationSnapshot): Management {
  const application = { namespace, name };
  return {
    ...{ kind: 'argocd', application, syncsItself, heals, history },
    ...(source === undefined ? {} : { source }),
  };
}

function sourceOfKustomization(
  { repository, path }: KustomizationSnapshot,
  objects: ManagerObjects,
): GitSource | undefined {
  if (repository === undefined) return undefined;
  const found = objects.gitRepository(repository.name, repository.namespace);
  return found && { url: found.url, branch: found.branch, path };
}

/** The chart may come from anywhere; what is reverted is the HelmRelease, where the Kustomization that applies it is. */
function sourceOfHelmRelease(
  { kustomization }: HelmReleaseSnapshot,
  objects: ManagerObjects,
): GitSource | undefined {
  if (kustomization === undefined) return undefined;
  const found = objects.kustomization(kustomization.name, kustomization.namespace);
  return found && sourceOfKustomization(found, objects);
}
