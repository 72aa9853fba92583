import type { ArgoCd, DeployRequest, KubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { imageOf } from '../../sandbox/pipeline.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { type Dialogue, type DialogueOptions, startDialogue } from './dialogue.ts';

type Application = Parameters<ArgoCd['createApplication']>[0];

export const button = 'Roll back in Argo CD to v41';

export interface ArgoCdDialogue {
  readonly world: Dialogue;
  readonly argoCd: ArgoCd;
}

/** What git holds of payments-api. */
export function payments(version: string, rest: Partial<DeployRequest> = {}): DeployRequest {
  const { name = 'payments-api' } = rest;
  return {
    ...{ namespace: 'prod', name, version, replicas: 3, behaviour: 'good' },
    image: imageOf(name, version),
    labels: { 'app.kubernetes.io/name': name },
    ...rest,
  };
}

/** Argo CD has deployed v41 of payments-api from git, and it is healthy; besides it what the Application holds, too. */
export async function startWithArgoCd(
  application: Partial<Application> = {},
  options: DialogueOptions & { readonly besides?: readonly DeployRequest[] } = {},
): Promise<ArgoCdDialogue> {
  const { besides = [] } = options;
  const world = await startDialogue({
    ...options,
    kubernetes: { argoCd: true, ...options.kubernetes },
    before: async ({ kubernetes }) => {
      const available = untilAvailable(kubernetes, ['payments-api'], 3);
      const argoCd = argoCdOf(kubernetes);
      argoCd.push('payments-api', payments('v41'), ...besides);
      argoCd.createApplication({ name: 'payments-api', ...application });
      if (application.automated === undefined) argoCd.sync('payments-api');
      await available;
      await untilIdle(argoCd);
      await nextSecond();
    },
  });
  return { world, argoCd: argoCdOf(world.kubernetes) };
}

/** v42 crashes after v41 was healthy; somebody has synced it. */
export async function startCrashing(application?: Partial<Application>, options?: DialogueOptions) {
  const { world, argoCd } = await startWithArgoCd(application, options);
  argoCd.push('payments-api', payments('v42', { behaviour: 'crashing' }));
  if (application?.automated === undefined) argoCd.sync('payments-api');
  return { world, argoCd };
}

function argoCdOf({ argoCd }: KubernetesStandIn): ArgoCd {
  if (argoCd === undefined) throw new Error('Argo CD is not installed');
  return argoCd;
}

/** Until no operation is there, and none is to come. */
export async function untilIdle(argoCd: ArgoCd): Promise<void> {
  const isBusy = () => {
    const { operation, status } = argoCd.application('payments-api');
    return operation !== undefined || status?.operationState?.finishedAt === undefined;
  };
  while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Kubernetes and Argo CD count in seconds: what is to be told apart is a second apart. */
export function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)));
}

/** What the bot wrote to the cluster, as far as it was taken: `applications/payments-api`. */
export function writes({ kubernetes }: Dialogue): readonly string[] {
  const reading: ReadonlySet<string> = new Set(['GET']);
  return kubernetes.requests
    .filter(({ method, status }) => !reading.has(method) && status < 400)
    .map(({ path }) => path.split('/').slice(-2).join('/'));
}
