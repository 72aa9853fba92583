import type { HelmRelease, Kustomization } from '../../sandbox/kubernetes/controllers/flux/flux-model.ts';
import type { DeployRequest, KubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import type { Deployment } from '../../sandbox/kubernetes/model.ts';
import { imageOf } from '../../sandbox/pipeline.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { ask, nextWrite } from '../sandbox/kubernetes/harness.ts';
import { byHand } from './by-hand.ts';
import { type Dialogue, type DialogueOptions, startDialogue } from './dialogue.ts';

export const button = 'Suspend Flux, roll back to v41';
export const hourMs = 3_600_000;

type Owner = 'Kustomization' | 'HelmRelease';
type Version = Pick<DeployRequest, 'version' | 'behaviour'>;

const paths: Readonly<Record<Owner, string>> = {
  Kustomization: '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/apps',
  HelmRelease: '/apis/helm.toolkit.fluxcd.io/v2/namespaces/prod/helmreleases/payments-api',
};

const file = 'apps/prod/payments-api.yaml';

/** What git says besides, before Flux looks. */
function amend({ flux: { git } }: KubernetesStandIn, spec: object): void {
  const objects = git.head()?.files[file] ?? [];
  const amended = objects.map((object) => ({ ...object, spec: { ...(object.spec as object), ...spec } }));
  git.push({ [file]: amended }, 'Amend');
}

export interface FluxWorld {
  readonly world: Dialogue;
  /** Commits a version, with what else is to be in the specification of its object; Flux applies it, unless suspended. */
  release(version: Version, spec?: object): Promise<void>;
  owner(): Promise<Kustomization | HelmRelease>;
  patchOwner(change: object): Promise<void>;
  isSuspended(): Promise<boolean>;
  /** The image that the Deployment asks for now. */
  image(): Promise<string>;
  /** Resolves with the next write of a Deployment that asks for the version. */
  whenAsked(version: string): Promise<unknown>;
  /** For the bot so much time goes by, at once. Not for a bot apart. */
  pass(ms: number): void;
  /** Two turns of Flux that begin after now. */
  twoTurns(): Promise<void>;
  /** What Shipmate wrote: to what, and how it was answered. */
  writes(): readonly string[];
}

export interface FluxOptions extends DialogueOptions {
  /** 0 for never. Default: an hour. */
  readonly suspendFor?: number;
  readonly owner?: Owner;
}

/** A company whose payments-api is applied by Flux from git, where v41 is and runs. */
export async function startFlux(options: FluxOptions = {}): Promise<FluxWorld> {
  const { suspendFor = hourMs, owner = 'Kustomization', ...rest } = options;
  const commit = async (kubernetes: KubernetesStandIn, { version, behaviour }: Version, spec?: object) => {
    const name = 'payments-api';
    const image = imageOf(name, version);
    await kubernetes.flux.release(
      {
        namespace: 'prod',
        name,
        replicas: 3,
        version,
        behaviour,
        image,
        labels: { 'app.kubernetes.io/name': name },
      },
      owner,
    );
    if (spec !== undefined) amend(kubernetes, spec);
  };
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const world = await startDialogue({
    ...(rest.isBotApart === true ? {} : { clock }),
    before: async ({ kubernetes }) => {
      const available = untilAvailable(kubernetes, ['payments-api'], 3);
      await commit(kubernetes, { version: 'v41', behaviour: 'good' });
      await available;
    },
    ...rest,
    kubernetes: { flux: true, ...rest.kubernetes },
    settings: { rollback: { suspendFluxFor: `${suspendFor / 1_000}s` } },
  });
  const { kubernetes } = world;
  const read = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${kubernetes.token}` };
    return (await ask<T>(kubernetes, path, { headers })).body;
  };
  const path = paths[owner];
  const deployment = () => read<Deployment>('/apis/apps/v1/namespaces/prod/deployments/payments-api');
  const turn = (status: string) =>
    nextWrite(kubernetes, ({ object }) => {
      const { conditions = [] } = (object.status ?? {}) as {
        conditions?: { type: string; status: string }[];
      };
      const isReady = conditions.some((each) => each.type === 'Ready' && each.status === status);
      return object.kind === 'GitRepository' && isReady;
    });

  return {
    world,
    release: (version, spec) => commit(kubernetes, version, spec),
    owner: () => read(path),
    patchOwner: (change) => byHand(world, 'PATCH', path, change),
    async isSuspended() {
      return (await read<Kustomization>(path)).spec.suspend === true;
    },
    async image() {
      return (await deployment()).spec.template.spec.containers[0]?.image ?? '';
    },
    whenAsked: (version) =>
      nextWrite(kubernetes, ({ object }) => {
        if (object.kind !== 'Deployment') return false;
        return (
          (object as Deployment).spec.template.spec.containers[0]?.image.endsWith(`:${version}`) === true
        );
      }),
    pass(ms) {
      ahead += ms;
    },
    async twoTurns() {
      for (const status of ['Unknown', 'True', 'Unknown', 'True']) await turn(status);
    },
    writes: () =>
      kubernetes.requests
        .filter(({ method, userAgent }) => method === 'PATCH' && userAgent.startsWith('shipmate'))
        // Something came in between, and it looks again.
        .filter(({ status }) => status !== 422)
        .map(({ path: to, status }) => `${to.split('/').slice(-2).join('/')} ${status}`),
  };
}

export const suspended = 'kustomizations/apps 200';
export const undone = 'deployments/payments-api 200';

/** v42 came from git and crashes, and its card offers the way back. */
export async function withBadV42(options: FluxOptions = {}) {
  const flux = await startFlux(options);
  await flux.release({ version: 'v42', behaviour: 'crashing' });
  const card = await flux.world.card('v42 is failing in prod', `[ ${button} ]`);
  return { ...flux, card };
}
