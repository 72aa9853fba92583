import type { Condition } from './snapshot.ts';

/** What the domain reads of a HorizontalPodAutoscaler. */
export interface AutoscalerSnapshot {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** What it scales; in its own namespace. */
  readonly target: { readonly kind: string; readonly name: string };
  /** Only those that say that it does not do its work. */
  readonly conditions: readonly Condition[];
}
