import type { PodCounts, Revision } from '../rollout/observation.ts';
import type { WorkloadReference } from '../rollout/workload.ts';
import type { Manager } from './manager.ts';
import type { RollbackFailure } from './rollback-failure.ts';

/**
 * What a card offers for a bad rollout. The button carries only `id`; everything else stays here, is checked
 * when the button is pressed, and once more when the plan runs.
 */
export type RollbackOffer =
  | {
      readonly kind: 'undo';
      /** Opaque and unguessable: the value of the button. */
      readonly id: string;
      /** The revision to leave; if another one is current, the offer is stale. */
      readonly from: number;
      readonly target: Revision;
      /** What people call the target: `v42`. */
      readonly targetLabel: string;
      /** Whether Shipmate itself saw the target healthy in this environment, and when it last said so. */
      readonly knownGoodAt?: number;
    }
  | {
      readonly kind: 'managed';
      readonly manager: Exclude<Manager, { kind: 'none' }>;
      /** Of the undo that was offered before the manager came: its button may still be on somebody's screen. */
      readonly formerId?: string;
    }
  | { readonly kind: 'nothing-earlier' }
  /** Nothing of the version exists: what ran before goes on. */
  | { readonly kind: 'not-begun' }
  /** Shipmate cannot take this kind back by itself. */
  | { readonly kind: 'unsupported-kind'; readonly workload: WorkloadReference };

export interface Person {
  readonly userId: string;
  /** As shown to people: the Slack display name. */
  readonly name: string;
}

/** One accepted rollback: a stored state machine, shown on the card of the version it leaves. */
export interface RollbackRun {
  readonly offerId: string;
  readonly by: Person;
  /** What the person gave as the reason; untrusted text. */
  readonly reason?: string;
  readonly target: Revision;
  readonly targetLabel: string;
  readonly requestedAt: number;
  /** requested: accepted and stored · running: the API server took the patch · done: healthy on the target. */
  readonly status: 'requested' | 'running' | 'done' | 'failed';
  /** The new number of the target's revision, once the controller has given it. */
  readonly revision?: number;
  readonly counts?: PodCounts;
  readonly endedAt?: number;
  readonly failure?: RollbackFailure;
}
