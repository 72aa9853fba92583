import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Behaviour,
  type DeployKind,
  type KubernetesStandIn,
  startKubernetesStandIn,
} from '../../../sandbox/kubernetes/index.ts';
import { createKubernetes } from '../../../src/adapters/kubernetes/index.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { workloadKey } from '../../../src/domain/rollout/workload.ts';
import { clock, silentLog } from './listening.ts';
import { quick } from './reflecting.ts';

interface Named {
  readonly kind: DeployKind;
  readonly name: string;
}

type Step =
  | {
      readonly step: 'deploy';
      readonly of: Named;
      readonly version: string;
      readonly behaviour: Behaviour;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly step: 'scale'; readonly of: Named; readonly replicas: number }
  | { readonly step: 'remove' | 'trigger'; readonly of: Named }
  | { readonly step: 'fault'; readonly fault: keyof typeof faults }
  | { readonly step: 'wait'; readonly waitMs: number };

const faults = {
  reset: (standIn: KubernetesStandIn) => standIn.faults.dropWatches(),
  end: (standIn: KubernetesStandIn) => standIn.faults.endWatches(),
  expire: (standIn: KubernetesStandIn) => standIn.faults.expireHistory(),
  error: (standIn: KubernetesStandIn) => standIn.faults.errorInWatches(500),
  expired: (standIn: KubernetesStandIn) => standIn.faults.errorInWatches(410),
  malformed: (standIn: KubernetesStandIn) => standIn.faults.malformedLine(),
  refuse: (standIn: KubernetesStandIn) => standIn.faults.next({ status: 503, times: 2 }),
};

const scaled: readonly Named[] = [
  { kind: 'Deployment', name: 'payments-api' },
  { kind: 'StatefulSet', name: 'ledger' },
  { kind: 'Rollout', name: 'shop' },
];
const cronJob: Named = { kind: 'CronJob', name: 'report' };
const workloads: readonly Named[] = [
  ...scaled,
  { kind: 'DaemonSet', name: 'agent' },
  { kind: 'Job', name: 'migrate' },
  cronJob,
];
const anyOf = (all: readonly Named[]) => fc.constantFrom(...all);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('deploy' as const),
      of: anyOf(workloads),
      version: fc.constantFrom('v1', 'v2', 'v3'),
      behaviour: fc.constantFrom<Behaviour>('good', 'misconfigured', 'missing-secret', 'quota'),
      env: fc.constantFrom({}, { DB_POOL_SIZE: '10' }, { DB_POOL_SIZE: '20' }),
    }),
  },
  fc.record({ step: fc.constant('scale' as const), of: anyOf(scaled), replicas: fc.nat(4) }),
  fc.record({ step: fc.constant('remove' as const), of: anyOf(workloads) }),
  fc.record({ step: fc.constant('trigger' as const), of: fc.constant(cronJob) }),
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('fault' as const),
      fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
    }),
  },
  fc.record({ step: fc.constant('wait' as const), waitMs: fc.constantFrom(1, 5, 20) }),
);

describe('after any sequence of rollouts and faults', () => {
  it('what was last told of each workload is what a new watcher finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24, size: 'max' }), async (steps) => {
        const standIn = await startKubernetesStandIn({ pace: 0.005 });
        const seasoned = watch(standIn.url);

        for (const each of steps) await take(standIn, each).catch(unlessRefused);
        await endWithAll(standIn);
        const fresh = watch(standIn.url);

        // Both go on hearing of what the controllers still do, and must come to agree.
        await expect
          .poll(() => [...seasoned.told].toSorted(byKey), { timeout: 10_000 })
          .toSatisfy((told) => {
            const kinds = new Set([...fresh.told.values()].map(({ workload }) => workload.kind));
            return kinds.size === workloads.length && isSame(told, [...fresh.told].toSorted(byKey));
          });
        await Promise.all([seasoned.close(), fresh.close()]);
        await standIn.close();
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

function watch(url: string) {
  const told = new Map<string, WorkloadObservation>();
  const kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url },
    log: silentLog,
    clock,
    timing: quick,
  });
  kubernetes.watcher.start({
    onSynced: () => undefined,
    onObservation: (observation) => told.set(workloadKey(observation.workload), observation),
    onGone: (workload) => told.delete(workloadKey(workload)),
  });
  return { told, close: kubernetes.close };
}

/** So that there is something of every kind to compare: of a CronJob, a Job that failed. */
async function endWithAll(standIn: KubernetesStandIn): Promise<void> {
  await standIn.remove('prod', 'migrate', 'Job').catch(unlessRefused);
  for (const of of workloads) {
    const behaviour = of === cronJob ? 'crashing' : 'good';
    await standIn.deploy({ ...of, namespace: 'prod', version: 'v9', behaviour, backoffLimit: 0 });
  }
  await standIn.trigger('prod', cronJob.name);
}

async function take(standIn: KubernetesStandIn, each: Step): Promise<void> {
  switch (each.step) {
    case 'deploy': {
      const { of, version, behaviour, env } = each;
      return await standIn.deploy({ ...of, namespace: 'prod', version, behaviour, env });
    }
    case 'scale':
      return await standIn.scale('prod', each.of.name, each.replicas, each.of.kind);
    case 'remove':
      return await standIn.remove('prod', each.of.name, each.of.kind);
    case 'trigger':
      return await standIn.trigger('prod', each.of.name);
    case 'fault':
      return faults[each.fault](standIn);
    case 'wait':
      return await new Promise((resolve) => setTimeout(resolve, each.waitMs));
  }
}

/** A step may speak of a workload that is not there, and a Job's template cannot be changed. */
function unlessRefused(error: unknown): void {
  const message = String(error instanceof Error ? error.message : error);
  if (!/not found|is immutable/.test(message)) throw error;
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
