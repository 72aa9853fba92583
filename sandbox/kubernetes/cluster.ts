import type { ImageRegistry } from './kubelet/image-registry.ts';
import type { LogBook } from './kubelet/log-book.ts';
import type { Objects } from './objects.ts';
import type { Resource } from './resources.ts';
import type { Store } from './store.ts';
import type { Timers } from './timers.ts';

/** What the controllers and the kubelet of one stand-in share. */
export interface Cluster {
  store: Store;
  objects: Objects;
  timers: Timers;
  images: ImageRegistry;
  logs: LogBook;
  /** What its API knows: Argo's kinds only where they are installed. */
  served: readonly Resource[];
  now(): Date;
  /** The stand-in's time for what takes `humanMs` at pace 1. */
  paced(humanMs: number): number;
}

/** RFC 3339 with whole seconds, the precision of metav1.Time. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
