import type { Diagnosis } from './diagnosis.ts';
import type { Problem } from './problem.ts';

/**
 * What looks like a problem but may be over in a moment. The domain has no clock: it says since when, how long to
 * wait, and `ripen` decides with Shipmate's own clock.
 */
export interface Suspect {
  /** As it will be said of the pods that have it for long enough; `pods` counts all that have it now. */
  readonly problem: Problem;
  /** How long it is given to pass, in milliseconds. */
  readonly patienceMs: number;
  /** One for each pod, the earliest first. */
  readonly spans: readonly Span[];
}

/** When one pod's suspicion begins to count, and when it stops to. */
export interface Span {
  /** Epoch milliseconds by the cluster's clock. */
  readonly from: number;
  readonly until?: number;
}

/** One container's or pod's suspicion, before it is grouped with the same in other pods. */
export interface Suspicion extends Span {
  readonly diagnosis: Diagnosis;
  readonly patienceMs: number;
}

/** How long each kind of trouble is given to pass by itself, in milliseconds. */
export const patience = {
  /**
   * kstatus waits 15 s, which is before a cluster's autoscaler has looked once; a new node of a cloud takes one to
   * two minutes to join. From then on waiting helps nobody.
   */
  unschedulable: 120_000,
  /** Work may queue for a node that other work gives up. */
  unschedulableJob: 600_000,
  /** A gate is meant to hold pods back: a queue, a quota. Only one that nobody opens is news. */
  gated: 600_000,
  /** Attaching a volume and pulling a large image are the slowest things that end well. */
  creating: 300_000,
  /** Migrations take their time; the default deadline of a Deployment is as long. */
  initRunning: 600_000,
  /** Beyond what its probes allow by themselves: what starts slowly and has no startup probe. */
  notReady: 180_000,
  /** The kubelet tries again after 10, 20, 40 s: longer than that is no hiccup of a node, a cache or a registry. */
  hiccup: 90_000,
  /** New pods have no metrics for a minute or two, and a restart of the metrics server takes as long again. */
  autoscaler: 300_000,
  /** Seen for long enough as it is. */
  none: 0,
} as const;
