import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Behaviour,
  type KubernetesStandIn,
  startKubernetesStandIn,
} from '../../../sandbox/kubernetes/index.ts';
import { createKubernetes } from '../../../src/adapters/kubernetes/index.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { workloadKey } from '../../../src/domain/rollout/workload.ts';
import { clock, silentLog } from './listening.ts';
import { quick } from './reflecting.ts';

type Step =
  | {
      readonly kind: 'deploy';
      readonly name: string;
      readonly version: string;
      readonly behaviour: Behaviour;
    }
  | { readonly kind: 'scale'; readonly name: string; readonly replicas: number }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'fault'; readonly fault: keyof typeof faults }
  | { readonly kind: 'wait'; readonly waitMs: number };

const faults = {
  reset: (standIn: KubernetesStandIn) => standIn.faults.dropWatches(),
  end: (standIn: KubernetesStandIn) => standIn.faults.endWatches(),
  expire: (standIn: KubernetesStandIn) => standIn.faults.expireHistory(),
  error: (standIn: KubernetesStandIn) => standIn.faults.errorInWatches(500),
  expired: (standIn: KubernetesStandIn) => standIn.faults.errorInWatches(410),
  malformed: (standIn: KubernetesStandIn) => standIn.faults.malformedLine(),
  refuse: (standIn: KubernetesStandIn) => standIn.faults.next({ status: 503, times: 2 }),
};

const name = fc.constantFrom('payments-api', 'ledger');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('deploy' as const),
    name,
    version: fc.constantFrom('v1', 'v2', 'v3'),
    behaviour: fc.constantFrom<Behaviour>('good', 'misconfigured', 'missing-secret', 'quota'),
  }),
  fc.record({ kind: fc.constant('scale' as const), name, replicas: fc.nat(4) }),
  fc.record({ kind: fc.constant('remove' as const), name }),
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
  }),
  fc.record({ kind: fc.constant('wait' as const), waitMs: fc.constantFrom(1, 5, 20) }),
);

describe('after any sequence of rollouts and faults', () => {
  it('what was last told of each workload is what a new watcher finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16, size: 'max' }), async (steps) => {
        const standIn = await startKubernetesStandIn({ pace: 0.005 });
        const seasoned = watch(standIn.url);

        for (const each of steps) await take(standIn, each).catch(unlessMissing);
        await standIn.deploy({ namespace: 'prod', name: 'last', version: 'v1', behaviour: 'good' });
        await expect
          .poll(() => seasoned.told.get('prod-eu/prod/Deployment/last')?.phase, { timeout: 10_000 })
          .toBe('complete');
        const fresh = watch(standIn.url);

        // Both go on hearing of what the controllers still do, and must come to agree.
        await expect
          .poll(() => [...seasoned.told].toSorted(byKey), { timeout: 10_000 })
          .toSatisfy((told) => {
            return fresh.told.size > 0 && isSame(told, [...fresh.told].toSorted(byKey));
          });
        await Promise.all([seasoned.close(), fresh.close()]);
        await standIn.close();
      }),
      { numRuns: 12 },
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

async function take(standIn: KubernetesStandIn, each: Step): Promise<void> {
  switch (each.kind) {
    case 'deploy':
      return await standIn.deploy({ ...each, kind: 'Deployment', namespace: 'prod' });
    case 'scale':
      return await standIn.scale('prod', each.name, each.replicas);
    case 'remove':
      return await standIn.remove('prod', each.name);
    case 'fault':
      return faults[each.fault](standIn);
    case 'wait':
      return await new Promise((resolve) => setTimeout(resolve, each.waitMs));
  }
}

/** A step may speak of a Deployment that is not there. */
function unlessMissing(error: unknown): void {
  if (!String(error instanceof Error ? error.message : error).includes('not found')) throw error;
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
