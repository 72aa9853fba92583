import { onTestFinished } from 'vitest';
import { chartOf } from '../../../../../sandbox/helm/chart.ts';
import {
  type Chart,
  createHelm,
  type Helm,
  type Release,
  type UpgradeOptions,
} from '../../../../../sandbox/helm/index.ts';
import { secretOf } from '../../../../../sandbox/helm/record.ts';
import {
  type KubernetesStandIn,
  type KubernetesStandInOptions,
  startKubernetesStandIn,
} from '../../../../../sandbox/kubernetes/index.ts';
import {
  type ApiRequest,
  type Connection,
  createConnection,
} from '../../../../../src/adapters/kubernetes/connection.ts';
import { createKubernetes } from '../../../../../src/adapters/kubernetes/index.ts';
import { createHelmRollback } from '../../../../../src/adapters/kubernetes/way-back/helm/index.ts';
import type { Revision } from '../../../../../src/domain/rollout/observation.ts';
import type { WayBackExecutor, WayBackRequest } from '../../../../../src/ports.ts';
import type { WayBackSetting } from '../../../way-back-contract.ts';
import { backFrom } from '../../../way-back-request.ts';
import { clock, listen, silentLog } from '../../listening.ts';

export interface Story {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly options?: KubernetesStandInOptions;
  /** Makes something else of v1's and v2's charts. */
  readonly v1?: (chart: Chart) => Chart;
  readonly v2?: (chart: Chart) => Chart;
  readonly upgrade?: UpgradeOptions;
  readonly timeoutMs?: number;
  /** What happens elsewhere before a request of the rollback arrives. */
  readonly meanwhile?: (request: ApiRequest, scene: HelmScene) => Promise<void>;
}

export interface HelmScene {
  readonly standIn: KubernetesStandIn;
  readonly helm: Helm;
  readonly executor: WayBackExecutor;
  readonly request: WayBackRequest;
  chart(version: string, behaviour?: 'good' | 'crashing'): Chart;
  /** The data of a ConfigMap; undefined when there is none. */
  configMap(name: string): Promise<unknown>;
  /** What was written past rehearsals: `PATCH deployments/payments-api`. */
  written(): readonly string[];
  seen(revision: number, isComplete: boolean): Promise<unknown>;
  look(revision: number): Promise<Revision>;
  /** What somebody does with `kubectl patch`. */
  edit(group: string, object: string, patch: object): Promise<void>;
  /** Leaves a record that nobody can read. */
  spoil(version: number): Promise<void>;
  /** Puts another record in the place of one. */
  rewrite(release: Release): Promise<void>;
}

const release = { namespace: 'prod', name: 'payments-api' };

/** v1 of the release was good, v2 crashes, and the way back to v1 is still to be taken. */
export async function setRelease(story: Story = {}): Promise<HelmScene> {
  const { kind = 'Deployment', v1 = asIs, v2 = asIs, upgrade = {}, timeoutMs = 2_000 } = story;
  const standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret', ...story.options });
  const options = { kind: 'server', url: standIn.url, token: 'secret' } as const;
  const kubernetes = createKubernetes({ cluster: 'prod-eu', connection: options, log: silentLog, clock });
  const connection = createConnection({ cluster: 'prod-eu', options, clock });
  onTestFinished(async () => {
    await Promise.all([kubernetes.close(), connection.close()]);
    await standIn.close();
  });
  const helm = createHelm({ ...standIn, ...release });
  const ears = listen();
  const seen = (revision: number, isComplete: boolean) =>
    ears.until(
      ({ observation: { phase, revision: at } }) =>
        at.number === revision && (!isComplete || phase === 'complete'),
    );
  const chart = (version: string, behaviour: 'good' | 'crashing' = 'good') =>
    chartOf(
      standIn,
      { kind, ...release, version, behaviour, labels: { 'shipmate.dev/team': 'payments' } },
      { settings: { LOG_LEVEL: version === 'v1' ? 'info' : 'debug' }, more: [`only-in-${version}`] },
    );

  const first = v1(chart('v1'));
  await helm.upgrade(first, upgrade);
  kubernetes.watcher.start(ears.listener);
  await seen(1, true);
  await helm.upgrade(v2(chart('v2', 'crashing')), upgrade);
  const { observation } = await seen(2, false);
  const begun = standIn.requests.length;
  const writes = () =>
    standIn.requests.slice(begun).filter(({ method, query, userAgent, status }) => {
      return method !== 'GET' && !query.includes('dryRun') && userAgent === 'shipmate' && status < 400;
    });

  const observed: Connection = {
    ...connection,
    async json(asked) {
      await story.meanwhile?.(asked, scene);
      return await connection.json(asked);
    },
  };
  const scene: HelmScene = {
    standIn,
    helm,
    executor: createHelmRollback({ connection: observed, clock, timing: { timeoutMs, settleMs: 10 } }),
    request: backFrom(observation, { way: { kind: 'helm', release } }),
    chart,
    async configMap(name) {
      const response = await fetch(`${standIn.url}/api/v1/namespaces/prod/configmaps/${name}`, {
        headers: { authorization: 'Bearer secret' },
      });
      const { data } = (await response.json()) as { data?: unknown };
      return data;
    },
    written: () => writes().map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`),
    seen,
    async look(revision) {
      const { observation } = await seen(revision, false);
      return observation.revision;
    },
    async edit(group, object, patch) {
      await fetch(`${standIn.url}/${group}/namespaces/prod/${object}`, {
        method: 'PATCH',
        headers: { authorization: 'Bearer secret', 'content-type': 'application/strategic-merge-patch+json' },
        body: JSON.stringify(patch),
      });
    },
    spoil: (version) =>
      scene.edit('api/v1', `secrets/sh.helm.release.v1.payments-api.v${version}`, {
        data: { release: 'bm90aGluZw==' },
      }),
    async rewrite(changed) {
      const secret = secretOf(changed);
      await fetch(`${standIn.url}/api/v1/namespaces/prod/secrets/${secret.metadata.name}`, {
        method: 'PUT',
        headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
        body: JSON.stringify(secret),
      });
    },
  };
  return scene;
}

function asIs(chart: Chart): Chart {
  return chart;
}

/** The same as the contract has it: what counts is the workload. */
export async function setForContract(kind: Story['kind'] & string): Promise<WayBackSetting> {
  const scene = await setRelease({ kind, timeoutMs: 500 });
  const { standIn, helm, executor, request, chart, written, seen } = scene;
  return {
    executor,
    request,
    writes: () => written().filter((each) => each === `PATCH ${kind.toLowerCase()}s/payments-api`).length,
    untilThere: async () => void (await seen(3, false)),
    async overtake() {
      await helm.upgrade(chart('v3'));
      await seen(3, false);
    },
    loseNextAnswer: () =>
      standIn.faults.loseAnswer(({ method, path, query }) => {
        return method === 'PATCH' && path.endsWith('s/payments-api') && !query.includes('dryRun');
      }),
    forbidNextWrite: () => standIn.faults.next({ match: ({ method }) => method !== 'GET', status: 403 }),
  };
}
