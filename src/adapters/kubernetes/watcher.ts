import type { ManagerSnapshot } from '../../domain/rollback/manager-snapshot.ts';
import type { WorkloadReference } from '../../domain/rollout/workload.ts';
import type { Clock, Log, WorkloadListener, WorkloadWatcher } from '../../ports.ts';
import { createAnnouncer } from './announcer.ts';
import { type ClusterView, createClusterView } from './cluster-view.ts';
import type { Connection } from './connection.ts';
import type { Digest } from './digest.ts';
import { createFactsReader } from './facts-reader.ts';
import { createFirstLook, type FirstLook } from './first-look.ts';
import { createIntern } from './intern.ts';
import { type NamespaceSelection, planNamespaces } from './namespaces.ts';
import type { ObjectListener } from './object-cache.ts';
import type { Metadata } from './project-metadata.ts';
import { readinessOf } from './readiness.ts';
import { createReflector, type Reflector, reflectorName } from './reflector.ts';
import type { ReflectorState } from './reflector-state.ts';
import { type ReflectorTiming, reflectorTiming } from './reflector-timing.ts';
import {
  applications,
  argoRollouts,
  autoscalers,
  controllerRevisions,
  cronJobs,
  daemonSets,
  deployments,
  gitRepositories,
  helmReleases,
  jobs,
  kustomizations,
  nodes,
  pods,
  type ResourceKind,
  replicaSets,
  statefulSets,
} from './resource-kind.ts';

export interface WatcherDeps {
  readonly cluster: string;
  readonly connection: Connection;
  readonly namespaces: NamespaceSelection;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly timing?: ReflectorTiming;
  readonly digest: Digest;
}

export interface ClusterWatcher extends WorkloadWatcher {
  /** One entry a watch, for metrics. */
  states(): readonly ReflectorState[];
}

/** Watches one cluster's workloads with all they are made of, and tells of each workload what has changed. */
export function createWatcher(deps: WatcherDeps): ClusterWatcher {
  let watch: Watch | undefined;
  const states = () => watch?.reflectors.map((reflector) => reflector.state()) ?? [];

  return {
    states,
    seenUntil: () => watch?.seenUntil(),
    start(listener) {
      watch ??= beginWatch(deps, listener);
    },
    async stop() {
      const ending = watch;
      watch = undefined;
      await ending?.stop();
    },
    readiness() {
      if (watch === undefined) return { isReady: false, because: 'The cluster is not watched yet.' };
      return readinessOf(watch.awaited(), deps.clock.now());
    },
  };
}

interface Watch {
  readonly reflectors: readonly Reflector[];
  /** What stands in the way of being ready; what only explains does so until the first look has begun without it. */
  awaited(): readonly ReflectorState[];
  seenUntil(): number | undefined;
  stop(): Promise<void>;
}

/** Begins with nothing: what an earlier watch knew may be wrong by now. */
function beginWatch(deps: WatcherDeps, listener: WorkloadListener): Watch {
  const { cluster } = deps;
  const announcer = createAnnouncer(deps.log);
  const view = createClusterView(cluster, announcer.mark, announcer.tellLast);
  const { isWanted } = planNamespaces(deps.namespaces);
  const covers = ({ namespace, kind }: WorkloadReference) =>
    isWanted(namespace) &&
    !(kind === 'Rollout' && reflectors.some((each) => isRefusedRollouts(each.state())));
  const firstLook = createFirstLook({
    onBegin: () => announcer.begin({ cluster, view, listener, covers }),
    explanationsWithinMs: (deps.timing ?? reflectorTiming).explanationsWithinMs,
    log: deps.log,
  });
  const reflectors = createReflectors(deps, view, firstLook);
  const needed = () => reflectors.map((reflector) => reflector.state()).filter((each) => !each.isExplanatory);
  for (const reflector of reflectors) reflector.start();
  let seenUntil: number | undefined;
  return {
    reflectors,
    awaited: () => (firstLook.hasBegun() ? needed() : reflectors.map((reflector) => reflector.state())),
    seenUntil() {
      // While something is still to be told, what was told before is all there is.
      if (announcer.isIdle()) {
        seenUntil = Math.min(...needed().flatMap((state) => state.seenUntil ?? []));
      }
      return seenUntil;
    },
    async stop() {
      firstLook.stop();
      announcer.stop();
      await Promise.all(reflectors.map((reflector) => reflector.stop()));
    },
  };
}

/** A watch of one namespace has it in its name. */
function isRefusedRollouts({ name, isRefused }: ReflectorState): boolean {
  return isRefused && name.split(' ')[0] === argoRollouts.plural;
}

function createReflectors(deps: WatcherDeps, view: ClusterView, firstLook: FirstLook): readonly Reflector[] {
  const plan = planNamespaces(deps.namespaces);
  const intern = createIntern();
  const readFacts = createFactsReader(deps.digest);
  const reflectOne = <T extends Metadata>(
    kind: ResourceKind<T>,
    namespace: string | undefined,
    listener: ObjectListener<T>,
    isWanted: (object: T) => boolean,
    onSynced: () => void = () => undefined,
  ) => {
    const seen = firstLook.await(reflectorName(kind, namespace), kind.isExplanatory === true);
    return createReflector({
      ...deps,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      onSynced() {
        onSynced();
        seen();
      },
      ...{ isWanted, listener, intern, readFacts },
    });
  };
  // Who manages workloads lives where its administrators put it.
  const reflectManagers = <T extends Metadata & ManagerSnapshot>(kind: ResourceKind<T>, name: T['kind']) =>
    reflectOne(
      kind,
      undefined,
      view.managers,
      () => true,
      () => view.completeManagers(name),
    );
  const reflect = <T extends Metadata>(
    kind: ResourceKind<T>,
    listener: ObjectListener<T>,
    isOurs: (object: T) => boolean,
  ) =>
    plan.watches.map((namespace) =>
      reflectOne(kind, namespace, listener, (object) => plan.isWanted(object.namespace) && isOurs(object)),
    );

  return [
    ...reflect(deployments, view.workloads, () => true),
    ...reflect(statefulSets, view.workloads, () => true),
    ...reflect(daemonSets, view.workloads, () => true),
    ...reflect(jobs, view.workloads, () => true),
    ...reflect(cronJobs, view.workloads, () => true),
    ...reflect(argoRollouts, view.workloads, () => true),
    // Nobody's pods and revisions belong to no workload.
    ...reflect(replicaSets, view.replicaSets, isOwned),
    ...reflect(controllerRevisions, view.controllerRevisions, isOwned),
    ...reflect(pods, view.pods, isOwned),
    // What explains their troubles, where it may be read.
    ...reflect(autoscalers, view.autoscalers, () => true),
    reflectOne(nodes, undefined, view.nodes, () => true),
    reflectManagers(kustomizations, 'Kustomization'),
    reflectManagers(helmReleases, 'HelmRelease'),
    reflectManagers(gitRepositories, 'GitRepository'),
    reflectManagers(applications, 'Application'),
  ];
}

function isOwned({ ownerUid }: { readonly ownerUid: string }): boolean {
  return ownerUid !== '';
}
