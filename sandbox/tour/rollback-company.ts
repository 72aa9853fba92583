import type { Config } from '../../src/config/schema.ts';
import { type GitHubStandIn, type RepositoryState, startGitHubStandIn } from '../github/index.ts';
import { chartOf } from '../helm/chart.ts';
import { createHelm } from '../helm/index.ts';
import type { ArgoCd, Behaviour, DeployRequest, KubernetesStandIn } from '../kubernetes/index.ts';
import { imageOf } from '../pipeline.ts';
import { startReleaseTool } from '../release-tool/index.ts';
import { startWorld, untilAvailable, type World, type WorldOptions } from '../world.ts';

/** Services of one team, each managed in another way. */
export const services = {
  nobody: 'payments-api',
  argoRollouts: 'shop',
  argoCd: 'cards',
  flux: 'ledger',
  helm: 'invoices',
  git: 'accounts',
  tool: 'statements',
  secondPerson: 'payouts',
  automatic: 'quotes',
} as const;

export const replicas = 2;

type Managed = keyof typeof services;

export interface RollbackCompany {
  readonly world: World;
  /** Rolls a version out as the service's manager does. */
  release(managed: Managed, version: string, behaviour: Behaviour): Promise<void>;
  /** Takes the change back in the repository that Flux follows; resolves when Flux has seen it. */
  revertForFlux(): Promise<void>;
  /** Merges the revert that was proposed, once it is there. */
  mergeRevert(by: string): Promise<void>;
}

const repositoryName = 'acme/clusters';
const manifestPath = `apps/prod/${services.git}/deployment.yaml`;
const toolSecret = 'sandbox-tool-secret';

/** A company in which nine services run v41, as many ways as there are to apply one. */
export async function startRollbackCompany(options: WorldOptions): Promise<RollbackCompany> {
  const github = await startGitHubStandIn();
  const repository = github.repository(repositoryName);
  repository.push({ message: `${services.git} v41`, files: { [manifestPath]: manifest('v41') } });
  const tool = await startReleaseTool({
    secret: toolSecret,
    release: async ({ target }) => deployments.tool(world.kubernetes, target.label, 'good'),
  });
  const world = await startWorld({
    ...options,
    // Flux looks at git every few seconds of a person's time.
    pace: Math.min(options.pace ?? 1, 0.3),
    limits: 'off',
    kubernetes: { flux: true, argoCd: true },
    configure: (config) => configured(config, { github, toolUrl: tool.url }),
    before: ({ kubernetes }) => runV41(kubernetes),
  });
  const stop = applyMain(repository, world.kubernetes);
  const close = async () => {
    stop();
    await world.close();
    await Promise.all([github.close(), tool.close()]);
  };

  return {
    world: Object.assign(Object.create(world) as World, { close }),
    async release(managed, version, behaviour) {
      if (managed === 'git') {
        repository.push({
          message: `${services.git} ${version}`,
          author: 'Ada',
          files: { [manifestPath]: manifest(version) },
        });
        return;
      }
      await deployments[managed](world.kubernetes, version, behaviour);
    },
    async revertForFlux() {
      world.kubernetes.flux.git.revert();
      await untilFetched(world.kubernetes);
    },
    async mergeRevert(by) {
      await world.slack.waitFor(() => repository.pulls.all.length > 0, { what: 'the pull request' });
      repository.pulls.merge(repository.pulls.byNumber(1), {}, by);
    },
  };
}

/** Flux says when it has looked at the repository; the second look began after now. */
function untilFetched(kubernetes: KubernetesStandIn): Promise<void> {
  let looks = 0;
  return new Promise((resolve) => {
    const stop = kubernetes.onWrite(({ object }) => {
      const { conditions = [] } = (object.status ?? {}) as {
        conditions?: { type: string; status: string }[];
      };
      const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
      if (object.kind !== 'GitRepository' || !isReady) return;
      looks += 1;
      if (looks < 2) return;
      stop();
      resolve();
    });
  });
}

type Deploy = (kubernetes: KubernetesStandIn, version: string, behaviour: Behaviour) => Promise<void>;

const byHand =
  (managed: Managed, more: Partial<DeployRequest> = {}): Deploy =>
  (kubernetes, version, behaviour) =>
    kubernetes.deploy({ ...requestOf(services[managed], version, behaviour), ...more });

const deployments: Readonly<Record<Managed, Deploy>> = {
  nobody: byHand('nobody'),
  argoRollouts: byHand('argoRollouts', { kind: 'Rollout', steps: [{ setWeight: 50 }, { pause: {} }] }),
  async argoCd(kubernetes, version, behaviour) {
    const argoCd = argoCdOf(kubernetes);
    argoCd.push(services.argoCd, requestOf(services.argoCd, version, behaviour));
    argoCd.sync(services.argoCd);
  },
  async flux(kubernetes, version, behaviour) {
    await kubernetes.flux.release(requestOf(services.flux, version, behaviour));
  },
  async helm(kubernetes, version, behaviour) {
    const { url, token } = kubernetes;
    const chart = chartOf(kubernetes, requestOf(services.helm, version, behaviour), { settings: {} });
    await createHelm({ url, token, namespace: 'prod', name: services.helm }).upgrade(chart);
  },
  git: byHand('git'),
  tool: byHand('tool'),
  secondPerson: byHand('secondPerson', { namespace: 'vault' }),
  automatic: byHand('automatic'),
};

function requestOf(name: string, version: string, behaviour: Behaviour): DeployRequest {
  const labels = { 'app.kubernetes.io/name': name, 'shipmate.dev/team': 'payments' };
  return { namespace: 'prod', name, version, behaviour, replicas, image: imageOf(name, version), labels };
}

function argoCdOf({ argoCd }: KubernetesStandIn): ArgoCd {
  if (argoCd === undefined) throw new Error('Argo CD is not installed');
  return argoCd;
}

async function runV41(kubernetes: KubernetesStandIn): Promise<void> {
  argoCdOf(kubernetes).push(services.argoCd, requestOf(services.argoCd, 'v41', 'good'));
  argoCdOf(kubernetes).createApplication({ name: services.argoCd });
  const available = untilAvailable(kubernetes, Object.values(services), replicas);
  for (const deploy of Object.values(deployments)) await deploy(kubernetes, 'v41', 'good');
  await available;
  // Argo CD's history counts in seconds: what is to be told apart is a second apart.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

/** What follows the branch: it applies the image that main names. */
function applyMain(repository: RepositoryState, kubernetes: KubernetesStandIn): () => void {
  return repository.onPush((branch) => {
    const version = /:(v\d+)$/m.exec(repository.read(manifestPath) ?? '')?.[1];
    if (branch !== 'main' || version === undefined) return;
    void deployments.git(kubernetes, version, version === 'v41' ? 'good' : 'crashing');
  });
}

function manifest(version: string): string {
  return `kind: Deployment
metadata:
  name: ${services.git}
spec:
  template:
    spec:
      containers:
        - name: ${services.git}
          image: ${imageOf(services.git, version)}
`;
}

interface Elsewhere {
  readonly github: GitHubStandIn;
  readonly toolUrl: string;
}

/** What such a company would write into shipmate.yaml. */
function configured(config: Config, { github, toolUrl }: Elsewhere): Config {
  const everywhere = ['*'];
  return {
    ...config,
    clusters: config.clusters.map((cluster) => ({
      ...cluster,
      environmentByNamespace: { ...cluster.environmentByNamespace, vault: 'vault' },
    })),
    environments: [{ name: 'vault', protected: true, secondPerson: true }],
    rollouts: { ...config.rollouts, failAfterRestarts: 2 },
    // Nine problems in a minute are a storm anywhere else.
    storms: { ...config.storms, problems: 100 },
    rollback: {
      ...config.rollback,
      helm: true,
      suspendFluxForMs: 30 * 60_000,
      tools: [
        {
          name: 'ships',
          url: toolUrl,
          secret: toolSecret,
          services: [services.tool],
          environments: everywhere,
          timeoutMs: 5_000,
        },
      ],
      github: {
        apiUrl: github.apiUrl,
        token: github.token,
        repositories: [
          {
            name: repositoryName,
            branch: 'main',
            merge: 'never',
            applied: [
              { services: [services.git], environments: everywhere, path: 'apps/{environment}/{service}' },
            ],
          },
        ],
        webhookSecrets: [],
        protects: [],
      },
      automatic: [
        { services: [services.automatic], environments: everywhere, countdownMs: 60_000, mostPerDay: 2 },
      ],
    },
  };
}
