import { onTestFinished } from 'vitest';
import { startKubernetesStandIn } from '../../../../sandbox/kubernetes/index.ts';
import { type Connection, createConnection } from '../../../../src/adapters/kubernetes/connection.ts';
import { createKubernetes } from '../../../../src/adapters/kubernetes/index.ts';
import type { WayBack } from '../../../../src/domain/rollback/way-back.ts';
import type { WorkloadKind } from '../../../../src/domain/rollout/workload.ts';
import type { WayBackExecutor } from '../../../../src/ports.ts';
import type { WayBackSetting } from '../../way-back-contract.ts';
import { backFrom } from '../../way-back-request.ts';
import { clock, listen, silentLog } from '../listening.ts';

export interface Scene {
  readonly kind: Extract<WorkloadKind, 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Rollout'>;
  readonly create: (connection: Connection) => WayBackExecutor;
  /** What more a deployment of the kind asks for. */
  readonly deploy?: object;
  readonly way?: (stableHash: string) => WayBack;
  /** An abort brings no new revision. */
  readonly isAbort?: boolean;
}

const isPatch = ({ method }: { method: string }) => method === 'PATCH';

/** v1 was good, v2 crashes, and the way back to v1 is still to be taken. */
export async function setScene(scene: Scene): Promise<WayBackSetting> {
  const { kind, create, isAbort = false } = scene;
  const standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret' });
  const options = { kind: 'server', url: standIn.url, token: 'secret' } as const;
  const kubernetes = createKubernetes({ cluster: 'prod-eu', connection: options, log: silentLog, clock });
  const connection = createConnection({ cluster: 'prod-eu', options, clock });
  onTestFinished(async () => {
    await Promise.all([kubernetes.close(), connection.close()]);
    await standIn.close();
  });
  const ears = listen();
  const deploy = (version: string, behaviour: 'good' | 'crashing') =>
    standIn.deploy({ kind, namespace: 'prod', name: 'payments-api', version, behaviour, ...scene.deploy });
  const seen = (revision: number, isComplete: boolean) =>
    ears.until(
      ({ observation: { phase, revision: at } }) =>
        at.number === revision && (!isComplete || phase === 'complete'),
    );

  await deploy('v1', 'good');
  kubernetes.watcher.start(ears.listener);
  await seen(1, true);
  await deploy('v2', 'crashing');
  const { observation } = await seen(2, false);
  const [stable] = observation.older;

  return {
    executor: create(connection),
    request: backFrom(observation, scene.way === undefined ? {} : { way: scene.way(stable?.podHash ?? '') }),
    // An answer that is lost has no status; the stand-in has carried it out all the same.
    writes: () => standIn.requests.filter((each) => isPatch(each) && each.status < 400).length,
    async untilThere() {
      if (!isAbort) return void (await seen(3, false));
      await ears.until(
        ({ observation: { particulars } }) => particulars?.kind === 'canary' && particulars.isAborted,
      );
    },
    async overtake() {
      await deploy('v3', 'good');
      await seen(3, false);
    },
    loseNextAnswer: () => standIn.faults.hangAfterPatch(1),
    forbidNextWrite: () => standIn.faults.next({ match: isPatch, status: 403 }),
  };
}
