import type { StoreSize } from '../ports/housekeeping.ts';
import type { Metric } from './metrics.ts';

/** Told by the replica that tidies the store. */
export function storeMetrics({ bytes, rows }: StoreSize): readonly Metric[] {
  return [
    {
      name: 'shipmate_store_bytes',
      help: 'What the store takes on disk.',
      kind: 'gauge',
      samples: [{ value: bytes }],
    },
    {
      name: 'shipmate_store_rows',
      help: 'Rows of each table of the store.',
      kind: 'gauge',
      samples: Object.entries(rows).map(([table, value]) => ({ labels: { table }, value })),
    },
  ];
}
