import { onTestFinished } from 'vitest';
import { startKubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { createConnection } from '../../../src/adapters/kubernetes/connection.ts';
import { createKubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { createUndo } from '../../../src/adapters/kubernetes/undo.ts';
import type { WayBackSetting } from '../way-back-contract.ts';
import { backFrom } from '../way-back-request.ts';
import { clock, listen, silentLog } from './listening.ts';

const isPatch = ({ method }: { method: string }) => method === 'PATCH';

/** v1 was good, v2 crashes, and the undo to v1 is still to be done. */
export async function undoSetting(): Promise<WayBackSetting> {
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
    standIn.deploy({ namespace: 'prod', name: 'payments-api', version, behaviour });
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

  return {
    executor: createUndo({ connection, timing: { timeoutMs: 2_000, settleMs: 10 } }),
    request: backFrom(observation),
    // An answer that is lost has no status; the stand-in has carried it out all the same.
    writes: () => standIn.requests.filter((each) => isPatch(each) && each.status < 400).length,
    untilThere: async () => void (await seen(3, true)),
    async overtake() {
      await deploy('v3', 'good');
      await seen(3, false);
    },
    loseNextAnswer: () => standIn.faults.hangAfterPatch(1),
    forbidNextWrite: () => standIn.faults.next({ match: isPatch, status: 403 }),
  };
}
