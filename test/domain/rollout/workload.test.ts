import { describe, expect, it } from 'vitest';
import { workloadKey, workloadOf } from '../../../src/domain/rollout/workload.ts';

describe('the key of a workload', () => {
  it.each(['eu', 'aws/eu-west-1', ''])('tells it again in cluster %j', (cluster) => {
    const workload = { cluster, namespace: 'prod', kind: 'StatefulSet', name: 'ledger' } as const;

    expect(workloadOf(workloadKey(workload))).toEqual(workload);
  });

  it.each(['', 'ledger', 'Job/ledger', 'prod/Job/ledger', 'eu/prod/Widget/ledger'])('is not %j', (key) => {
    expect(workloadOf(key)).toBeUndefined();
  });
});
