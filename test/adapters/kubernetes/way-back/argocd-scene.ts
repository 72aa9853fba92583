import { expect, onTestFinished } from 'vitest';
import { type DeployRequest, startKubernetesStandIn } from '../../../../sandbox/kubernetes/index.ts';
import { createConnection } from '../../../../src/adapters/kubernetes/connection.ts';
import { createKubernetes } from '../../../../src/adapters/kubernetes/index.ts';
import { createArgoCdHistory } from '../../../../src/adapters/kubernetes/way-back/argocd-history.ts';
import { createChooseWay, noMeans } from '../../../../src/domain/rollback/choose-way.ts';
import { backFrom } from '../../way-back-request.ts';
import { clock, listen, silentLog } from '../listening.ts';

const chooseWay = createChooseWay(
  { ...noMeans, argocd: true },
  { service: 'payments-api', environment: 'prod' },
);
export const isPatch = ({ method }: { method: string }) => method === 'PATCH';
export const request = (version: string, rest: Partial<DeployRequest> = {}): DeployRequest => ({
  namespace: 'prod',
  name: 'payments-api',
  version,
  behaviour: version === 'v2' ? 'crashing' : 'good',
  ...rest,
});

/** Argo CD has deployed v1, which was good, and v2, which crashes; nobody has gone back yet. */
export async function setScene(kind: DeployRequest['kind'] = 'Deployment') {
  const standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret', argoCd: true });
  const options = { kind: 'server', url: standIn.url, token: 'secret' } as const;
  const kubernetes = createKubernetes({ cluster: 'prod-eu', connection: options, log: silentLog, clock });
  const connection = createConnection({ cluster: 'prod-eu', options, clock });
  onTestFinished(async () => {
    await Promise.all([kubernetes.close(), connection.close()]);
    await standIn.close();
  });
  const argoCd = standIn.argoCd ?? expect.fail('Argo CD is not installed');
  const ears = listen();
  const deploy = async (version: string, ...besides: DeployRequest[]) => {
    argoCd.push('payments-api', request(version, { kind }), ...besides);
    await until(() => argoCd.application('payments-api').operation === undefined);
    argoCd.sync('payments-api');
  };
  const seen = (revision: number, isComplete = false) =>
    ears.until(
      ({ observation: { phase, revision: at } }) =>
        at.number === revision && (!isComplete || phase === 'complete'),
    );
  argoCd.createApplication({ name: 'payments-api' });
  kubernetes.watcher.start(ears.listener);
  await deploy('v1');
  await seen(1, true);
  await nextSecond();
  await deploy('v2');
  const { observation } = await ears.until(
    ({ observation: { revision, management } }) =>
      revision.number === 2 && management?.kind === 'argocd' && management.history.length === 2,
  );
  const way = chooseWay(observation) ?? expect.fail('there is no way back');
  const executor = createArgoCdHistory({ connection, timing: { timeoutMs: 1_000, settleMs: 10 } });
  const writes = () => standIn.requests.filter((each) => isPatch(each) && each.status < 400).length;
  return {
    ...{ standIn, argoCd, deploy, seen, observation, executor, connection, writes },
    request: backFrom(observation, { way }),
  };
}

export type Scene = Awaited<ReturnType<typeof setScene>>;

/** Creation times count in seconds, and so does Argo CD: what is to be told apart is a second apart. */
export function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)));
}

export const headers = { authorization: 'Bearer secret' };
export const applicationUrl = (url: string) =>
  `${url}/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/payments-api`;

export async function patchApplication(url: string, change: object): Promise<void> {
  const body = JSON.stringify(change);
  const contentType = { 'content-type': 'application/merge-patch+json' };
  await fetch(applicationUrl(url), { method: 'PATCH', body, headers: { ...headers, ...contentType } });
}

export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
