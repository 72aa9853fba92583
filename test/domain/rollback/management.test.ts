import { describe, expect, it } from 'vitest';
import { createManagerIndex } from '../../../src/adapters/kubernetes/manager-index.ts';
import { projectApplication } from '../../../src/adapters/kubernetes/project-manager.ts';
import { managementOf, managerOf } from '../../../src/domain/rollback/management.ts';
import { detectManager } from '../../../src/domain/rollback/manager.ts';
import { repositoryOf } from '../../../src/domain/rollback/means.ts';

describe('who manages a workload', () => {
  it.each([
    [
      { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      {},
      { kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system' },
    ],
    [
      { 'helm.toolkit.fluxcd.io/name': 'api', 'helm.toolkit.fluxcd.io/namespace': 'prod' },
      { 'meta.helm.sh/release-name': 'api', 'meta.helm.sh/release-namespace': 'prod' },
      { kind: 'flux-helmrelease', name: 'api', namespace: 'prod' },
    ],
    [
      {},
      { 'argocd.argoproj.io/tracking-id': 'pay:apps/Deployment:prod/api' },
      { kind: 'argocd', name: 'pay' },
    ],
    [
      {},
      { 'argocd.argoproj.io/tracking-id': 'team-a_pay:apps/Deployment:prod/api' },
      { kind: 'argocd', name: 'pay', namespace: 'team-a' },
    ],
    [
      { 'app.kubernetes.io/managed-by': 'Helm' },
      { 'meta.helm.sh/release-name': 'api', 'meta.helm.sh/release-namespace': 'prod' },
      { kind: 'helm', name: 'api', namespace: 'prod' },
    ],
    [{ 'app.kubernetes.io/managed-by': 'Helm' }, {}, { kind: 'helm', name: '' }],
    [{ 'app.kubernetes.io/instance': 'api' }, {}, { kind: 'none' }],
  ])('is told by its marks: %o %o', (labels, annotations, manager) => {
    expect(detectManager(labels, annotations)).toEqual(manager);
  });
});

const repository = {
  kind: 'GitRepository',
  uid: 'g-1',
  namespace: 'flux-system',
  name: 'fleet',
  url: 'https://github.com/acme/clusters',
  branch: 'main',
} as const;
const kustomization = {
  kind: 'Kustomization',
  uid: 'k-1',
  namespace: 'flux-system',
  name: 'apps',
  isSuspended: false,
  repository: { namespace: 'flux-system', name: 'fleet' },
  path: 'apps/prod',
} as const;
const application = {
  kind: 'Application',
  uid: 'a-1',
  namespace: 'argocd',
  name: 'pay',
  syncsItself: true,
  heals: false,
  history: [],
  holds: ['prod/Deployment/api'],
} as const;

/** Everything that there is of managers has been told. */
function completeIndex(onChange: (held: readonly string[]) => void = () => undefined) {
  const index = createManagerIndex(onChange);
  for (const kind of ['Kustomization', 'HelmRelease', 'GitRepository', 'Application'] as const) {
    index.complete(kind);
  }
  return index;
}

describe('what a manager says of itself', () => {
  it('has the source of a Kustomization', () => {
    const index = completeIndex();
    index.onUpsert(kustomization, undefined);
    index.onUpsert(repository, undefined);

    const manager = { kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system' } as const;
    expect(managementOf(manager, index.objects)).toEqual({
      kind: 'flux',
      owner: 'Kustomization',
      object: { namespace: 'flux-system', name: 'apps' },
      isSuspended: false,
      source: { url: 'https://github.com/acme/clusters', branch: 'main', path: 'apps/prod' },
    });
  });

  it('has the source of a HelmRelease where the Kustomization is that applies it', () => {
    const index = completeIndex();
    const owner = { namespace: 'flux-system', name: 'apps' };
    const helmRelease = { kind: 'HelmRelease', uid: 'h-1', namespace: 'prod', name: 'api' } as const;
    for (const each of [repository, kustomization]) index.onUpsert(each, undefined);
    index.onUpsert({ ...helmRelease, isSuspended: true, kustomization: owner }, undefined);

    expect(
      managementOf({ kind: 'flux-helmrelease', name: 'api', namespace: 'prod' }, index.objects),
    ).toMatchObject({ owner: 'HelmRelease', isSuspended: true, source: { path: 'apps/prod' } });
  });

  it('is of the only Application of that name, and of none when there are two', () => {
    const index = completeIndex();
    index.onUpsert(application, undefined);
    const only = managementOf({ kind: 'argocd', name: 'pay' }, index.objects);
    index.onUpsert({ ...application, uid: 'a-2', namespace: 'team-a' }, undefined);

    expect(only).toMatchObject({ application: { namespace: 'argocd', name: 'pay' }, syncsItself: true });
    expect(managementOf({ kind: 'argocd', name: 'pay' }, index.objects)).toBeUndefined();
    expect(managementOf({ kind: 'argocd', name: 'pay', namespace: 'team-a' }, index.objects)).toMatchObject({
      application: { namespace: 'team-a' },
    });
  });

  it.each([
    [{ kind: 'none' }, { kind: 'argocd', name: 'pay', namespace: 'argocd' }],
    // Of a chart that Argo CD renders.
    [
      { kind: 'helm', name: '' },
      { kind: 'argocd', name: 'pay', namespace: 'argocd' },
    ],
    [
      { kind: 'argocd', name: 'other' },
      { kind: 'argocd', name: 'other' },
    ],
    [
      { kind: 'flux-kustomization', name: 'apps' },
      { kind: 'flux-kustomization', name: 'apps' },
    ],
  ] as const)('makes it the manager of what an Application lists: %o → %o', (manager, expected) => {
    const index = completeIndex();
    index.onUpsert(application, undefined);
    const workload = { cluster: 'eu', namespace: 'prod', kind: 'Deployment', name: 'api' } as const;

    expect(managerOf({ manager, workload }, index.objects)).toEqual(expected);
    expect(managerOf({ manager, workload: { ...workload, kind: 'StatefulSet' } }, index.objects)).toEqual(
      manager,
    );
  });

  it.each([{ kind: 'none' }, { kind: 'helm', name: 'api', namespace: 'prod' }] as const)(
    'does not call what bears the mark of %o its own before all Applications are known',
    (manager) => {
      const index = createManagerIndex(() => undefined);
      const workload = { cluster: 'eu', namespace: 'prod', kind: 'Deployment', name: 'api' } as const;
      const before = managerOf({ manager, workload }, index.objects);
      index.complete('Application');

      expect(before).toEqual({ kind: 'not-known-yet' });
      expect(managerOf({ manager, workload }, index.objects)).toEqual(manager);
    },
  );

  it('tells of the workloads that an Application lists, and of those that it listed', () => {
    const told: (readonly string[])[] = [];
    const index = completeIndex((held) => void told.push(held));
    index.onUpsert(application, undefined);
    index.onUpsert({ ...application, holds: ['prod/Deployment/web'] }, undefined);
    const before = index.objects.applicationHolding('prod/Deployment/api');
    const now = index.objects.applicationHolding('prod/Deployment/web');
    index.onRemove(application);

    expect([before, now?.name, index.objects.applicationHolding('prod/Deployment/web')]).toEqual([
      undefined,
      'pay',
      undefined,
    ]);
    expect(told).toEqual([
      ['prod/Deployment/api'],
      ['prod/Deployment/api', 'prod/Deployment/web'],
      ['prod/Deployment/web'],
    ]);
  });

  it.each([
    [{ server: 'https://kubernetes.default.svc', namespace: 'prod' }, ['prod/Deployment/api']],
    [{ name: 'in-cluster', namespace: 'prod' }, ['prod/Deployment/api']],
    [{ server: 'https://203.0.113.7:6443', namespace: 'prod' }, []],
    [undefined, []],
  ])('knows which workloads of its own cluster an Application holds: %o', (destination, expected) => {
    const resources = [
      { group: 'apps', kind: 'Deployment', namespace: 'prod', name: 'api' },
      { kind: 'Service', namespace: 'prod', name: 'api' },
      null,
    ];
    const value = { metadata: { uid: 'a', name: 'pay' }, spec: { destination }, status: { resources } };

    expect(projectApplication(value, (text) => text)?.holds).toEqual(expected);
  });

  it('is news when it differs, and no news when it does not', () => {
    let changes = 0;
    const index = createManagerIndex(() => {
      changes += 1;
    });
    index.onUpsert(application, undefined);
    index.onUpsert({ ...application }, undefined);
    index.onUpsert({ ...application, syncsItself: false }, undefined);
    index.onRemove({ ...application, uid: 'another' });
    index.onRemove(application);

    expect(changes).toBe(3);
  });

  it('knows automated sync that is there and switched off', () => {
    const read = (automated: unknown) =>
      projectApplication(
        { metadata: { uid: 'a', name: 'pay' }, spec: { syncPolicy: { automated } } },
        (text) => text,
      )?.syncsItself;

    expect([undefined, {}, { enabled: true }, { enabled: false }].map(read)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a repository', () => {
  const rule = {
    name: 'acme/clusters',
    host: 'github.com',
    branch: 'main',
    how: 'merge',
    applied: [],
  } as const;

  it.each([
    ['https://github.com/acme/clusters', true],
    ['https://github.com/Acme/clusters.git', true],
    ['https://token@github.com/acme/clusters.git', true],
    ['ssh://git@github.com/acme/clusters', true],
    ['ssh://git@github.com:22/acme/clusters.git', true],
    ['git@github.com:acme/clusters.git', true],
    ['https://github.com/acme/clusters-2', false],
    ['https://github.example/acme/clusters', false],
    ['https://github.com.evil.example/acme/clusters', false],
    ['', false],
  ])('is found by the URL by which a manager has it: %s', (url, isFound) => {
    expect(repositoryOf([rule], { url }) !== undefined).toBe(isFound);
  });
});
