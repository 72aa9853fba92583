import { describe, expect, it, onTestFinished } from 'vitest';
import { type RepositoryState, startGitHubStandIn } from '../../sandbox/github/index.ts';
import type { DeployRequest, KubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { imageOf } from '../../sandbox/pipeline.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { until } from '../until.ts';
import { people, startDialogue } from './dialogue.ts';
import { manifest, mergeButton } from './reverting.ts';

type Release = (version: string) => Promise<void> | void;

interface Managed {
  readonly kubernetes: { readonly flux?: boolean; readonly argoCd?: boolean };
  /** As the manager writes its URL. */
  readonly gitHost: string;
  readonly repository: string;
  /** Where the version stands. */
  readonly file: string;
  readonly content: (version: string) => string;
  /** Makes the manager apply what the branch says. */
  readonly release: (kubernetes: KubernetesStandIn) => Release;
}

const request = (version: string): DeployRequest => ({
  namespace: 'prod',
  name: 'payments-api',
  replicas: 3,
  version,
  behaviour: version === 'v42' ? 'crashing' : 'good',
  image: imageOf('payments-api', version),
  labels: { 'app.kubernetes.io/name': 'payments-api' },
});

const throughFlux = (owner: 'Kustomization' | 'HelmRelease') => (kubernetes: KubernetesStandIn) => {
  return async (version: string) => void (await kubernetes.flux.release(request(version), owner));
};

const helmRelease = (version: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: payments-api
spec:
  values:
    image:
      repository: registry.example/payments-api
      tag: ${version}
`;

function throughArgoCd(kubernetes: KubernetesStandIn): Release {
  const argoCd = kubernetes.argoCd ?? expect.fail('Argo CD is not installed');
  let isMade = false;
  return (version) => {
    argoCd.push('payments-api', request(version));
    if (isMade) return;
    isMade = true;
    argoCd.createApplication({ name: 'payments-api', automated: { selfHeal: true } });
  };
}

const managed: Readonly<Record<string, Managed>> = {
  'a Kustomization of Flux': {
    kubernetes: { flux: true },
    gitHost: 'github.com',
    repository: 'acme/clusters',
    file: 'apps/prod/payments-api.yaml',
    content: manifest,
    release: throughFlux('Kustomization'),
  },
  'a HelmRelease of Flux': {
    kubernetes: { flux: true },
    gitHost: 'github.com',
    repository: 'acme/clusters',
    file: 'apps/prod/payments-api.yaml',
    content: helmRelease,
    release: throughFlux('HelmRelease'),
  },
  'an Argo CD that syncs by itself': {
    kubernetes: { argoCd: true },
    gitHost: 'git.example',
    repository: 'acme/fleet',
    file: 'payments-api/deployment.yaml',
    content: manifest,
    release: throughArgoCd,
  },
};

/** Resolves once the manager has applied what main says. */
function follow(repository: RepositoryState, file: string, release: Release): Release {
  const versionOf = () => /(?:payments-api:|tag: )(v\d+)/.exec(repository.read(file) ?? '')?.[1];
  onTestFinished(
    repository.onPush((branch) => {
      const version = versionOf();
      if (branch === 'main' && version !== undefined) void release(version);
    }),
  );
  return release;
}

describe('a revert in the repository that is followed', () => {
  it.each(Object.entries(managed))(
    'by %s',
    async (_who, each) => {
      const github = await startGitHubStandIn();
      onTestFinished(() => github.close());
      const repository = github.repository(each.repository);
      repository.push({ message: 'v41', files: { [each.file]: each.content('v41') } });
      const world = await startDialogue({
        kubernetes: each.kubernetes,
        before: async ({ kubernetes }) => {
          const available = untilAvailable(kubernetes, ['payments-api'], 3);
          const release = follow(repository, each.file, each.release(kubernetes));
          await release('v41');
          await available;
        },
        configure: (config) => ({
          ...config,
          rollback: {
            ...config.rollback,
            github: {
              apiUrl: github.apiUrl,
              gitHost: each.gitHost,
              token: github.token,
              repositories: [{ name: each.repository, branch: 'main', merge: 'auto', applied: [] }],
              webhookSecrets: [],
              protects: [],
            },
          },
        }),
      });
      repository.push({ message: 'v42', files: { [each.file]: each.content('v42') } });
      const card = await world.card('v42 is failing in prod', `[ ${mergeButton} ]`);

      await world.rollBack(people.ada, card, mergeButton);
      await until(() => repository.pulls.all.some(({ mergedBy }) => mergedBy !== undefined));
      const done = await world.card('olled back by @Ada', '3 of 3 pods on v41');

      expect(done.ts).toBe(card.ts);
      expect(repository.read(each.file)).toBe(each.content('v41'));
      expect(
        world.kubernetes.requests.filter(
          ({ method, userAgent }) => method === 'PATCH' && userAgent.startsWith('shipmate'),
        ),
      ).toEqual([]);
    },
    40_000,
  );
});
