import { describe, expect, it } from 'vitest';
import { createChooseWay, noMeans } from '../../../src/domain/rollback/choose-way.ts';
import type { Management } from '../../../src/domain/rollback/management.ts';
import type { Manager } from '../../../src/domain/rollback/manager.ts';
import type { Means, RepositoryRule } from '../../../src/domain/rollback/means.ts';
import { look } from '../release/story.ts';

const place = { service: 'payments-api', environment: 'prod' };
const source = { url: 'ssh://git@github.com/Acme/clusters.git', branch: 'main', path: 'apps/prod' };
const repository: RepositoryRule = {
  name: 'acme/clusters',
  host: 'github.com',
  branch: 'trunk',
  how: 'merge',
  applied: [],
};
const revert = {
  kind: 'revert',
  repository: 'acme/clusters',
  branch: 'main',
  path: 'apps/prod',
  how: 'merge',
};

const kustomization: Manager = { kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system' };
const flux: Management = {
  kind: 'flux',
  owner: 'Kustomization',
  object: { namespace: 'flux-system', name: 'apps' },
  isSuspended: false,
  source,
};
const argoCd: Management = {
  kind: 'argocd',
  application: { namespace: 'argocd', name: 'payments' },
  syncsItself: false,
  heals: false,
  source,
  // `look(2)` has made its revisions in seconds 1 and 2.
  history: [
    { id: 4, revision: 'one', content: 'one', startedAt: 1_000, deployedAt: 1_000 },
    { id: 5, revision: 'two', content: 'two', startedAt: 2_000, deployedAt: 2_000 },
  ],
};
const history = {
  kind: 'argocd-history',
  application: { namespace: 'argocd', name: 'payments' },
  entries: [{ revisionUid: 'rs-1', id: 4, content: 'one' }],
  later: 0,
};
const suspension = {
  kind: 'suspend-and-undo',
  owner: 'Kustomization',
  object: { namespace: 'flux-system', name: 'apps' },
  suspendedForMs: 60_000,
};
const release: Manager = { kind: 'helm', name: 'payments', namespace: 'prod' };
const application: Manager = { kind: 'argocd', name: 'payments' };

const way = (means: Partial<Means>, manager: Manager, management?: Management) =>
  createChooseWay(
    { ...noMeans, ...means },
    place,
  )({
    ...look(2),
    manager,
    ...(management === undefined ? {} : { management }),
  });

describe('the way back', () => {
  const cases: readonly (readonly [string, ReturnType<typeof way>, unknown])[] = [
    ['of what nobody manages is an undo', way({}, { kind: 'none' }), { kind: 'undo' }],
    ['by Helm needs leave', way({}, release), undefined],
    [
      'by Helm is its own rollback',
      way({ helm: true }, release),
      { kind: 'helm', release: { namespace: 'prod', name: 'payments' } },
    ],
    ['by Helm needs the name of the release', way({ helm: true }, { kind: 'helm', name: '' }), undefined],
    ['by Flux needs means', way({}, kustomization, flux), undefined],
    [
      'by Flux needs what Flux says of itself',
      way({ suspendFluxForMs: 60_000, repositories: [repository] }, kustomization),
      undefined,
    ],
    [
      'by Flux may not suspend what git says is not suspended',
      way({ suspendFluxForMs: 60_000 }, kustomization, { ...flux, isSuspensionFixed: true }),
      undefined,
    ],
    ['by Flux may suspend it', way({ suspendFluxForMs: 60_000 }, kustomization, flux), suspension],
    [
      'by Flux is rather a revert',
      way({ suspendFluxForMs: 60_000, repositories: [repository] }, kustomization, flux),
      revert,
    ],
    [
      'by Flux is no revert in a repository that is not configured',
      way(
        { suspendFluxForMs: 60_000, repositories: [{ ...repository, name: 'acme/other' }] },
        kustomization,
        flux,
      ),
      suspension,
    ],
    [
      'by Argo CD goes through its history while it does not sync by itself',
      way({ argocd: true, repositories: [repository] }, application, argoCd),
      history,
    ],
    [
      'by Argo CD is a revert where its history does not reach',
      way({ argocd: true, repositories: [repository] }, application, { ...argoCd, history: [] }),
      revert,
    ],
    [
      'by Argo CD is none where its history does not reach, without a repository',
      way({ argocd: true }, application, { ...argoCd, history: [] }),
      undefined,
    ],
    ['by Argo CD needs leave', way({}, application, argoCd), undefined],
    [
      'by Argo CD that syncs by itself is a revert',
      way({ argocd: true, repositories: [repository] }, application, { ...argoCd, syncsItself: true }),
      revert,
    ],
    [
      'by Argo CD that syncs by itself is none without a repository',
      way({ argocd: true }, application, { ...argoCd, syncsItself: true }),
      undefined,
    ],
    [
      'in a repository takes its own branch where the manager names none',
      way({ repositories: [repository] }, kustomization, { ...flux, source: { ...source, branch: '' } }),
      { ...revert, branch: 'trunk' },
    ],
    [
      'of what bears no mark is a revert where the service is applied from',
      way(
        {
          repositories: [
            {
              ...repository,
              applied: [
                { services: ['payments-*'], environments: ['prod'], path: '{environment}/{service}' },
              ],
            },
          ],
        },
        { kind: 'none' },
      ),
      { ...revert, branch: 'trunk', path: 'prod/payments-api' },
    ],
    [
      'is the team’s own tool before all others',
      way(
        { tools: [{ name: 'releaser', services: ['payments-*'], environments: ['*'] }], argocd: true },
        application,
        argoCd,
      ),
      { kind: 'webhook', tool: 'releaser' },
    ],
    [
      'is not a tool of other services',
      way({ tools: [{ name: 'releaser', services: ['search-*'], environments: ['*'] }] }, { kind: 'none' }),
      { kind: 'undo' },
    ],
  ];

  it.each(cases)('%s', (_name, chosen, expected) => {
    expect(chosen).toEqual(expected);
  });

  it('of a Job does not exist, whatever there is', () => {
    const tools = [{ name: 'releaser', services: ['*'], environments: ['*'] }];
    const job = { ...look(2), workload: { ...look(2).workload, kind: 'Job' as const } };

    expect(createChooseWay({ ...noMeans, tools }, place)(job)).toBeUndefined();
  });
});
