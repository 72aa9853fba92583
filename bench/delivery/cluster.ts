import { startKubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { type Scene, type Service, servicesOf } from './services.ts';
import { watchCluster } from './watch-cluster.ts';

export type ClusterRequest =
  | { readonly kind: 'open'; readonly scene: Scene; readonly token: string }
  /** Deploys v2 of every service at once. */
  | { readonly kind: 'roll-out' };

export type ClusterAnswer =
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'rolling-out'; readonly at: number }
  /** The API server has written that v2 crashes, or what makes the end of its rollout. Epoch milliseconds. */
  | {
      readonly kind: 'written';
      readonly what: 'crash' | 'end';
      readonly service: string;
      readonly at: number;
    };

/** A cluster in a process of its own: what it takes to run 2,000 pods must not slow down the Slack that is measured. */
async function main(): Promise<void> {
  const { scene, token } = await opening();
  const services = servicesOf(scene);
  const cluster = await startKubernetesStandIn({ pace: scene.pace, token });
  const available = untilAvailable(
    cluster,
    services.map(({ name }) => name),
    scene.pods,
  );
  for (const service of services) await cluster.deploy(request(service, 'v1', scene.pods));
  await available;

  watchCluster(cluster, scene.pods, (what, service, at) => tell({ kind: 'written', what, service, at }));
  process.on('message', async (message: ClusterRequest) => {
    if (message.kind !== 'roll-out') return;
    tell({ kind: 'rolling-out', at: performance.timeOrigin + performance.now() });
    await Promise.all(services.map((service) => cluster.deploy(request(service, 'v2', scene.pods))));
  });
  tell({ kind: 'open', url: cluster.url });
}

function tell(answer: ClusterAnswer): void {
  process.send?.(answer);
}

function opening(): Promise<Extract<ClusterRequest, { kind: 'open' }>> {
  return new Promise((resolve) => {
    const listen = (message: ClusterRequest) => {
      if (message.kind !== 'open') return;
      process.off('message', listen);
      resolve(message);
    };
    process.on('message', listen);
  });
}

function request({ name, channel, isCrashing }: Service, version: 'v1' | 'v2', pods: number) {
  return {
    namespace: 'prod',
    name,
    version,
    image: `registry.example/${name}:${version}`,
    // Pods that take their time to start, as most do: the rollouts last for about a minute.
    behaviour: version === 'v1' ? 'good' : isCrashing ? 'crashing' : 'slow',
    replicas: pods,
    labels: { 'app.kubernetes.io/name': name },
    annotations: { 'shipmate.dev/channel': `#${channel}` },
  } as const;
}

process.on('disconnect', () => process.exit());
await main();
