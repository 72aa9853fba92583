import { hash } from 'node:crypto';
import {
  type ApplicationSnapshot,
  type ArgoCdDeployment,
  type GitRepositorySnapshot,
  type HelmReleaseSnapshot,
  type KustomizationSnapshot,
  workloadKey,
} from '../../domain/rollback/manager-snapshot.ts';
import type { ObjectName } from '../../domain/rollback/way-back.ts';
import type { WorkloadKind } from '../../domain/rollout/workload.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { projectMetadata } from './project-metadata.ts';

const identityFields = { uid: 'whole', namespace: 'whole', name: 'whole' } as const;

const fieldOwners: JsonShape = {
  each: {
    members: {
      operation: 'whole',
      fieldsV1: { members: { 'f:spec': { members: { 'f:suspend': 'whole' } } } },
    },
  },
  most: 100,
};

/** What is read of Flux's Kustomization. */
export const kustomizationFields: JsonShape = {
  members: {
    metadata: { members: { ...identityFields, managedFields: fieldOwners } },
    spec: { members: { suspend: 'whole', path: 'whole', sourceRef: 'whole' } },
  },
};

/** A Kustomization's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectKustomization(value: unknown, intern: Intern): KustomizationSnapshot | undefined {
  const { metadata, spec } = partsOf(value);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const { kind, name, namespace } = objectOf(spec['sourceRef']);
  const repository = { name: textOf(name), namespace: textOf(namespace) || identity.namespace };
  return {
    kind: 'Kustomization',
    ...identity,
    isSuspended: spec['suspend'] === true,
    ...(appliesSuspension(metadata) ? { isSuspensionFixed: true } : {}),
    ...(kind === 'GitRepository' && repository.name !== '' ? { repository } : {}),
    path: folderOf(spec['path']),
  };
}

/** What is read of Flux's HelmRelease. */
export const helmReleaseFields: JsonShape = {
  members: {
    metadata: { members: { ...identityFields, labels: 'whole', managedFields: fieldOwners } },
    spec: { members: { suspend: 'whole' } },
  },
};

/** A HelmRelease's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectHelmRelease(value: unknown, intern: Intern): HelmReleaseSnapshot | undefined {
  const { metadata, spec } = partsOf(value);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const kustomization = kustomizationOf(objectOf(metadata['labels']), identity.namespace);
  return {
    kind: 'HelmRelease',
    ...identity,
    isSuspended: spec['suspend'] === true,
    ...(appliesSuspension(metadata) ? { isSuspensionFixed: true } : {}),
    ...(kustomization === undefined ? {} : { kustomization }),
  };
}

/**
 * Whether somebody who applies the object by the server sets `spec.suspend`: Flux does so with force, and takes back what
 * others have written there: https://github.com/fluxcd/pkg/blob/main/ssa/manager_apply.go
 */
export function appliesSuspension({ managedFields }: JsonObject): boolean {
  return listOf(managedFields).some((entry) => {
    const { operation, fieldsV1 } = objectOf(entry);
    return operation === 'Apply' && objectOf(objectOf(fieldsV1)['f:spec'])['f:suspend'] !== undefined;
  });
}

function kustomizationOf(labels: JsonObject, namespace: string): ObjectName | undefined {
  const name = textOf(labels['kustomize.toolkit.fluxcd.io/name']);
  if (name === '') return undefined;
  return { name, namespace: textOf(labels['kustomize.toolkit.fluxcd.io/namespace']) || namespace };
}

/** What is read of Flux's GitRepository. */
export const gitRepositoryFields: JsonShape = {
  members: {
    metadata: { members: identityFields },
    spec: { members: { url: 'whole', ref: 'whole' } },
  },
};

/** A GitRepository's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectGitRepository(value: unknown, intern: Intern): GitRepositorySnapshot | undefined {
  const { metadata, spec } = partsOf(value);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const branch = textOf(objectOf(spec['ref'])['branch']);
  return { kind: 'GitRepository', ...identity, url: textOf(spec['url']), branch };
}

const contentLength = 16;

const deploymentFields: JsonShape = {
  members: {
    id: 'whole',
    revision: 'whole',
    revisions: 'whole',
    source: 'whole',
    sources: 'whole',
    deployStartedAt: 'whole',
    deployedAt: 'whole',
  },
};

/** What is read of Argo CD's Application: its status can be hundreds of kilobytes. */
export const applicationFields: JsonShape = {
  members: {
    metadata: { members: identityFields },
    spec: { members: { source: 'whole', destination: 'whole', syncPolicy: 'whole' } },
    status: {
      members: {
        history: { each: deploymentFields, most: 100 },
        resources: { each: { members: { kind: 'whole', namespace: 'whole', name: 'whole' } }, most: 5_000 },
      },
    },
  },
};

/** An Application's JSON as a snapshot; undefined when it has no identity. Never throws. */
export function projectApplication(value: unknown, intern: Intern): ApplicationSnapshot | undefined {
  const { metadata, spec } = partsOf(value);
  const status = objectOf(objectOf(value)['status']);
  const identity = projectMetadata(metadata, intern);
  if (identity === undefined) return undefined;
  const automated = objectOf(spec['syncPolicy'])['automated'];
  // Since 3.0 it can be there and off: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
  const syncsItself = isObject(automated) && automated['enabled'] !== false;
  const source = sourceOf(spec['source']);
  return {
    kind: 'Application',
    ...identity,
    syncsItself,
    heals: syncsItself && objectOf(automated)['selfHeal'] === true,
    ...(source === undefined ? {} : { source }),
    history: listOf(status['history']).filter(isObject).map(projectDeployment),
    holds: isHere(spec['destination'])
      ? listOf(status['resources']).filter(isObject).flatMap(projectHeld)
      : [],
  };
}

/** Whether it deploys to its own cluster: one Argo CD may look after many. */
function isHere(destination: unknown): boolean {
  const { server, name } = objectOf(destination);
  return server === 'https://kubernetes.default.svc' || name === 'in-cluster';
}

const workloadKinds: ReadonlySet<unknown> = new Set<WorkloadKind>([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Rollout',
]);

function projectHeld({ kind, namespace, name }: JsonObject): readonly string[] {
  if (!workloadKinds.has(kind)) return [];
  return [workloadKey({ kind: textOf(kind), namespace: textOf(namespace), name: textOf(name) })];
}

function sourceOf(value: unknown): ApplicationSnapshot['source'] {
  const { repoURL, targetRevision, path, chart } = objectOf(value);
  if (textOf(repoURL) === '' || textOf(chart) !== '') return undefined;
  const branch = textOf(targetRevision);
  return { url: textOf(repoURL), branch: branch === 'HEAD' ? '' : branch, path: folderOf(path) };
}

function projectDeployment(entry: JsonObject): ArgoCdDeployment {
  const { id, revision, revisions, source, sources, deployStartedAt, deployedAt } = entry;
  const content = JSON.stringify([revision, revisions, source, sources]);
  return {
    id: integerOf(id, -1),
    revision: textOf(revision),
    // Kept across restarts, so without a key; what it is of is long and mostly in git.
    content: hash('sha256', content, 'base64url').slice(0, contentLength),
    startedAt: timeOf(deployStartedAt) || timeOf(deployedAt),
    deployedAt: timeOf(deployedAt),
  };
}

/** `apps/prod` of `./apps/prod/`; empty for the repository's root. */
function folderOf(path: unknown): string {
  return textOf(path)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function partsOf(value: unknown): { readonly metadata: JsonObject; readonly spec: JsonObject } {
  const { metadata, spec } = objectOf(value);
  return { metadata: objectOf(metadata), spec: objectOf(spec) };
}
