/** What one process measured of one side. */
export interface Measurement {
  readonly sync_ms: number;
  readonly peak_rss_mb: number;
  readonly heap_per_pod_kb: number;
  readonly longest_block_ms: number;
  readonly events_per_s: number;
  readonly cpu_us_per_event: number;
}

export type SideName = 'shipmate' | 'stock';

/** From the bench to a client: the server's burst begins when this one says that it is ready. */
export interface ClientTask {
  readonly side: SideName;
  readonly url: string;
  readonly pods: number;
  readonly events: number;
}

export type ClientAnswer =
  | { readonly kind: 'synced' }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'failed'; readonly because: string };
