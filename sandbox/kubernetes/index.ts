import type { Server } from 'node:http';
import { createAuthorizer, type Permissions } from './api/authorization.ts';
import { createWatchHub } from './api/watch.ts';
import { type ArgoCd, startArgoCd } from './argo-cd.ts';
import type { Cluster } from './cluster.ts';
import { createConnections } from './connections.ts';
import { startArgoRolloutController } from './controllers/argo-rollout/controller.ts';
import { startAutoscalerController } from './controllers/autoscaler.ts';
import { type CronJobController, startCronJobController } from './controllers/cron-job/controller.ts';
import { startDaemonSetController } from './controllers/daemon-set/controller.ts';
import { startDeploymentController } from './controllers/deployment/controller.ts';
import { type FluxStandIn, startFlux } from './controllers/flux/index.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { startJobController } from './controllers/job/controller.ts';
import { startNamespaceController } from './controllers/namespace.ts';
import { deleteOwned } from './controllers/pod-control.ts';
import { startReplicaSetController } from './controllers/replica-set.ts';
import { startStatefulSetController } from './controllers/stateful-set/controller.ts';
import { build, deploy, ensureNamespace, resourceOf } from './deploy.ts';
import type { DeployKind, DeployRequest } from './deploy-request.ts';
import { expireEvents } from './event-recorder.ts';
import { createFaultGate, type Faults } from './faults.ts';
import { createImageRegistry } from './kubelet/image-registry.ts';
import { startKubelet } from './kubelet/kubelet.ts';
import { createLogBook } from './kubelet/log-book.ts';
import type { KubernetesObject } from './model.ts';
import { createNodes, type NodeTrouble, troubleNode } from './nodes.ts';
import { createObjects } from './objects.ts';
import { quotaRefusal } from './quota.ts';
import { createRequestLog, type RecordedRequest } from './request-log.ts';
import { cronJobs, rollouts, servedResources } from './resources.ts';
import { listen } from './server.ts';
import { type ChangeType, createStore } from './store.ts';
import { createTimers } from './timers.ts';
import type { CronJob } from './workload-model.ts';

export type { ApplicationRequest, ArgoCd } from './argo-cd.ts';
export type { Behaviour } from './behaviour.ts';
export type { CanaryStep, DeployKind, DeployRequest } from './deploy-request.ts';
export type { Faults, FaultyAnswer, RequestFacts } from './faults.ts';
export type { NodeTrouble } from './nodes.ts';
export type { RecordedRequest } from './request-log.ts';

export interface KubernetesStandInOptions {
  port?: number;
  /** Bearer token with all rights; when set, requests without it are answered 401. */
  token?: string;
  /** 1 is human pace (a good pod is ready in about a second), 0.1 ten times faster. */
  pace?: number;
  now?: () => Date;
  /** Refuses every write with 403. */
  readOnly?: boolean;
  permissions?: Permissions;
  /** How many changes are kept before a resuming watch is told 410. Default 10,000. */
  historyWindow?: number;
  /** false: refuses streamed lists, as API servers without the WatchList feature do. */
  watchList?: boolean;
  /** false: a cluster without Argo Rollouts, as most are. Its kinds are then unknown to the API. Default: true. */
  argoRollouts?: boolean;
  /** true: a cluster with Flux's kinds and its controllers. Default: false. */
  flux?: boolean;
  /** true: a cluster with Argo CD's Applications and its controller. Default: false. */
  argoCd?: boolean | 'tracks-by-label';
  /** Default: a minute at pace 1. */
  bookmarkIntervalMs?: number;
}

export interface WriteEvent {
  /** performance.now() */
  at: number;
  type: ChangeType;
  object: KubernetesObject;
}

export interface KubernetesStandIn {
  /** http://127.0.0.1:PORT */
  url: string;
  token: string;
  deploy(request: DeployRequest): Promise<void>;
  /** Pushes the images of a version and answers its manifest; whoever wants it in the cluster applies it. */
  build(request: DeployRequest): KubernetesObject;
  /** Kind: Deployment when left out. */
  scale(namespace: string, name: string, replicas: number, kind?: DeployKind): Promise<void>;
  remove(namespace: string, name: string, kind?: DeployKind): Promise<void>;
  /** Starts a Job of the CronJob now, as its schedule would. */
  trigger(namespace: string, name: string): Promise<void>;
  /** A node that is lost or under pressure from now on; without a trouble it is well again. */
  node(name: string, trouble?: NodeTrouble): Promise<void>;
  /** Where it is installed. */
  argoCd: ArgoCd | undefined;
  /** Flux and the repository it follows; only where it is installed. */
  flux: FluxStandIn;
  faults: Faults;
  /** The last 1,000 requests. */
  requests: RecordedRequest[];
  /** Hears every write in order; the returned function ends it. */
  onWrite(listener: (event: WriteEvent) => void): () => void;
  /** The resources of which somebody is told at this moment, by their plurals. */
  watched(): readonly string[];
  /** Calls back whenever `watched` may say something else; the returned function ends it. */
  onWatch(listener: () => void): () => void;
  close(): Promise<void>;
}

const user = 'system:serviceaccount:shipmate:shipmate';

function createCluster(options: KubernetesStandInOptions): Cluster {
  const now = options.now ?? (() => new Date());
  const pace = options.pace ?? 1;
  const store = createStore({ historyWindow: options.historyWindow ?? 10_000, firstVersion: 1000 });
  const images = createImageRegistry();
  const objects = createObjects({
    store,
    now,
    quotaOf: (resource, object) => quotaRefusal(store, images, resource, object),
  });
  const paced = (humanMs: number) => humanMs * pace;
  const served = servedResources({
    argoRollouts: options.argoRollouts ?? true,
    flux: options.flux ?? false,
    argoCd: (options.argoCd ?? false) !== false,
  });
  return { store, objects, timers: createTimers(), images, logs: createLogBook(now), served, now, paced };
}

function startControllers(cluster: Cluster): { cronJobController: CronJobController; flux: FluxStandIn } {
  startDeploymentController(cluster);
  startReplicaSetController(cluster);
  startStatefulSetController(cluster);
  startDaemonSetController(cluster);
  startJobController(cluster);
  startAutoscalerController(cluster);
  const cronJobController = startCronJobController(cluster);
  if (cluster.served.includes(rollouts)) startArgoRolloutController(cluster);
  startGarbageCollector(cluster);
  startKubelet(cluster);
  startNamespaceController(cluster);
  expireEvents(cluster);
  return { cronJobController, flux: startFlux(cluster) };
}

/** Starts the stand-in for a Kubernetes API server on loopback. */
export async function startKubernetesStandIn(
  options: KubernetesStandInOptions = {},
): Promise<KubernetesStandIn> {
  const cluster = createCluster(options);
  const { store, timers, objects } = cluster;
  const bookmarkIntervalMs = options.bookmarkIntervalMs ?? Math.max(50, cluster.paced(60_000));
  const hub = createWatchHub({ store, timers, bookmarkIntervalMs, isWatchListOn: options.watchList ?? true });
  const { cronJobController, flux } = startControllers(cluster);
  const argoCd = startArgoCd(cluster, options.argoCd === 'tracks-by-label' ? 'label' : 'annotation');
  createNodes(cluster);
  for (const namespace of ['default', 'kube-system']) ensureNamespace(cluster, namespace);
  const authorizer = createAuthorizer({
    user,
    readOnly: options.readOnly ?? false,
    permissions: options.permissions,
  });
  const connections = createConnections();
  const faults = createFaultGate({ store, hub, resetConnections: connections.resetAll });
  const log = createRequestLog(cluster.now);
  const token = options.token ?? '';
  const { url, server } = await listen(
    { cluster, hub, faults, authorizer, log, token, connections },
    options.port ?? 0,
  );
  return {
    url,
    token,
    argoCd,
    flux,
    faults,
    requests: log.requests,
    deploy: async (request) => deploy(cluster, request),
    build: (request) => build(cluster, request),
    scale: async (namespace, name, replicas, kind) => {
      const workload = objects.read(resourceOf(kind), namespace, name);
      const spec = { ...(workload.spec as object), replicas };
      objects.update(resourceOf(kind), { ...workload, spec }, { manager: 'kubectl', subresource: 'scale' });
    },
    remove: async (namespace, name, kind) => {
      const resource = resourceOf(kind);
      deleteOwned(cluster, resource, objects.read(resource, namespace, name));
    },
    node: async (name, trouble) => troubleNode(cluster, name, trouble),
    trigger: async (namespace, name) =>
      cronJobController.trigger(objects.read<CronJob>(cronJobs, namespace, name)),
    onWrite: (listener) =>
      store.subscribe(({ at, type, stored }) => listener({ at, type, object: stored.object })),
    watched: hub.watched,
    onWatch: hub.onWatch,
    close: () => stop(cluster, server),
  };
}

async function stop(cluster: Cluster, server: Server): Promise<void> {
  cluster.timers.clear();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
