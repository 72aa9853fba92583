import { onTestFinished } from 'vitest';
import type {
  HelmRelease,
  Kustomization,
} from '../../../../sandbox/kubernetes/controllers/flux/flux-model.ts';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../../../sandbox/kubernetes/index.ts';
import type { Deployment } from '../../../../sandbox/kubernetes/model.ts';
import { createConnection } from '../../../../src/adapters/kubernetes/connection.ts';
import { createKubernetes } from '../../../../src/adapters/kubernetes/index.ts';
import { createFluxControl } from '../../../../src/adapters/kubernetes/way-back/flux-control.ts';
import { createSuspendAndUndo } from '../../../../src/adapters/kubernetes/way-back/suspend-and-undo.ts';
import type { WayBack } from '../../../../src/domain/rollback/way-back.ts';
import type { FluxControl, WayBackExecutor, WayBackRequest } from '../../../../src/ports.ts';
import { ask, nextWrite, paymentsPath } from '../../../sandbox/kubernetes/harness.ts';
import { backFrom } from '../../way-back-request.ts';
import { clock, listen, silentLog } from '../listening.ts';

export type SuspendingWay = Extract<WayBack, { kind: 'suspend-and-undo' }>;

export interface FluxScene {
  readonly cluster: KubernetesStandIn;
  readonly executor: WayBackExecutor;
  readonly control: FluxControl;
  readonly request: WayBackRequest & {
    readonly way: SuspendingWay;
    readonly suspension: { readonly key: string; readonly from: number; readonly until: number };
  };
  release(version: string, behaviour?: 'good' | 'crashing'): Promise<void>;
  /** Flux's own object as it is now. */
  owner(): Promise<Kustomization | HelmRelease>;
  patchOwner(change: object): Promise<void>;
  patchStatus(status: object): Promise<void>;
  image(): Promise<string>;
  /** What Shipmate wrote, by the API server's own count. */
  patches(): number;
  seen(revision: number): Promise<unknown>;
}

const token = 'secret';
export const hourMs = 3_600_000;

const objects = {
  Kustomization: {
    object: { namespace: 'flux-system', name: 'apps' },
    path: '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/apps',
  },
  HelmRelease: {
    object: { namespace: 'prod', name: 'payments-api' },
    path: '/apis/helm.toolkit.fluxcd.io/v2/namespaces/prod/helmreleases/payments-api',
  },
} as const;

/** v1 was good, git has v2, which crashes; Flux applies it, and the way back to v1 is still to be taken. */
export async function setFluxScene(owner: SuspendingWay['owner'] = 'Kustomization'): Promise<FluxScene> {
  const cluster = await startKubernetesStandIn({ pace: 0.02, token, flux: true });
  const options = { kind: 'server', url: cluster.url, token } as const;
  const kubernetes = createKubernetes({ cluster: 'prod-eu', connection: options, log: silentLog, clock });
  const connection = createConnection({ cluster: 'prod-eu', options, clock });
  onTestFinished(async () => {
    await Promise.all([kubernetes.close(), connection.close()]);
    await cluster.close();
  });
  const ears = listen();
  const release = async (version: string, behaviour: 'good' | 'crashing' = 'good') => {
    await cluster.flux.release({ namespace: 'prod', name: 'payments-api', version, behaviour }, owner);
  };
  const seen = (revision: number, isComplete = false) =>
    ears.until(
      ({ observation: { phase, revision: at } }) =>
        at.number === revision && (!isComplete || phase === 'complete'),
    );
  const { object, path } = objects[owner];
  const send = async <T>(where: string, change?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/merge-patch+json' };
    const patch = change === undefined ? {} : { method: 'PATCH', body: JSON.stringify(change) };
    const { body } = await ask<T>(cluster, where, { headers, ...patch });
    return body;
  };

  await release('v1');
  kubernetes.watcher.start(ears.listener);
  await seen(1, true);
  await release('v2', 'crashing');
  const { observation } = await seen(2);
  const way: SuspendingWay = { kind: 'suspend-and-undo', owner, object, suspendedForMs: hourMs };
  const now = clock.now();
  const planned = { key: 'offer-1-1000', from: now, until: now + hourMs };
  const timing = { timeoutMs: 2_000, settleMs: 20 };
  const bot = ({ method, userAgent }: { method: string; userAgent: string }) =>
    method === 'PATCH' && userAgent.startsWith('shipmate');

  return {
    cluster,
    executor: createSuspendAndUndo({ connection, timing, clock }),
    control: createFluxControl({ connection, timing }),
    request: { ...backFrom(observation), way, suspension: planned },
    release,
    owner: () => send(path),
    patchOwner: async (change) => void (await send(path, change)),
    patchStatus: async (status) => void (await send(`${path}/status`, { status })),
    async image() {
      const { spec } = await send<Deployment>(paymentsPath);
      return spec.template.spec.containers[0]?.image ?? '';
    },
    patches: () => cluster.requests.filter((each) => bot(each) && each.status < 400).length,
    seen,
  };
}

/** Two turns of Flux that began after now. */
export async function twoTurns({ cluster }: FluxScene): Promise<void> {
  const isTurn = (status: string) =>
    nextWrite(cluster, ({ object }) => {
      const { conditions = [] } = (object.status ?? {}) as {
        conditions?: { type: string; status: string }[];
      };
      return object.kind === 'GitRepository' && conditions.some((each) => each.status === status);
    });
  for (const status of ['Unknown', 'True', 'Unknown', 'True']) await isTurn(status);
}
