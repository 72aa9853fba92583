import type { GitHubStandIn, RepositoryState } from '../../../../sandbox/github/index.ts';
import type { WayBack } from '../../../../src/domain/rollback/way-back.ts';
import type { ContainerImage } from '../../../../src/domain/rollout/snapshot.ts';
import type { WayBackRequest } from '../../../../src/ports.ts';

export const repositoryName = 'acme/clusters';
export const folder = 'apps/prod/payments-api';
export const deploymentFile = `${folder}/deployment.yaml`;
const registry = 'registry.example.com';

export const revert: Extract<WayBack, { kind: 'revert' }> = {
  kind: 'revert',
  repository: repositoryName,
  branch: 'main',
  path: folder,
  how: 'pull-request',
};

/** A manifest as people write it, comments and all. */
export function manifest(version: string, { name = 'payments-api', replicas = 3 } = {}): string {
  return `# ${name}: owned by payments
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: ${name}
          image: ${registry}/${name}:${version}
`;
}

function revision(number: number, images: readonly ContainerImage[]): WayBackRequest['current'] {
  return {
    number,
    revisionName: `payments-api-hash${number}`,
    revisionUid: `uid-${number}`,
    podHash: `hash${number}`,
    images,
    restartedAt: '',
    createdAt: 0,
  };
}

export const image = (version: string, name = 'payments-api'): ContainerImage => ({
  name,
  image: `${registry}/${name}:${version}`,
});

/** Ada takes payments-api back from v43 to v42. */
export function backFrom(overrides: Partial<WayBackRequest> = {}): WayBackRequest {
  return {
    key: 'offer-1-1000',
    service: 'payments-api',
    environment: 'prod',
    workload: { cluster: 'prod-eu', namespace: 'payments', kind: 'Deployment', name: 'payments-api' },
    workloadUid: 'payments-api-uid',
    way: revert,
    current: revision(43, [image('v43')]),
    currentLabel: 'v43',
    target: revision(42, [image('v42')]),
    targetLabel: 'v42',
    by: { userId: 'U0ADA', name: 'Ada' },
    ...overrides,
  };
}

/** With other images than the usual ones. */
export function between(
  current: readonly ContainerImage[],
  target: readonly ContainerImage[],
  overrides: Partial<WayBackRequest> = {},
): WayBackRequest {
  return backFrom({ current: revision(43, current), target: revision(42, target), ...overrides });
}

/** v42 and then v43 of payments-api, beside another service. */
export function pushVersions(github: GitHubStandIn): RepositoryState {
  const repository = github.repository(repositoryName);
  repository.push({
    message: 'Everything as it is',
    files: {
      'README.md': 'What runs where.\n',
      [deploymentFile]: manifest('v42'),
      'apps/prod/search-api/deployment.yaml': manifest('v7', { name: 'search-api' }),
    },
  });
  repository.push({ message: 'payments-api v43', files: { [deploymentFile]: manifest('v43') } });
  return repository;
}
