import type { ReplicaStatus } from '../ports/replica.ts';
import type { Metric } from './metrics.ts';

/** Summed over all replicas, each key must be led by exactly one: more or less is what to alert on. */
export function replicaMetrics({
  leads,
  replicas,
}: Pick<ReplicaStatus, 'leads' | 'replicas'>): readonly Metric[] {
  return [
    {
      name: 'shipmate_replicas',
      help: 'Replicas that share the store.',
      kind: 'gauge',
      samples: [{ value: replicas }],
    },
    {
      name: 'shipmate_leading',
      help: '1 for each thing that this replica does for all.',
      kind: 'gauge',
      samples: leads.map((duty) => ({ labels: { duty }, value: 1 })),
    },
  ];
}
