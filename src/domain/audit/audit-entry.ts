/** Who did something: a person, or Shipmate by itself. */
export type Actor =
  | { readonly kind: 'person'; readonly userId: string; readonly name?: string }
  | { readonly kind: 'shipmate' };

/** Where it came from: a click or command in Slack, a pipeline's request, the passing of time, or what a cluster said. */
export type AuditSource = 'slack' | 'api' | 'clock' | 'cluster';

/** One deed, or one that was refused: who, what, when, from where, why, before and after. Never changed once written. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  readonly source: AuditSource;
  /** Noun-action: `rollback-requested`. */
  readonly action: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly service: string;
  readonly environment?: string;
  /** `workloadKey`. */
  readonly workload?: string;
  /** The way a rollback takes: `undo`. */
  readonly way?: string;
  /** What was there, and what was to come: versions, as people call them. */
  readonly before?: string;
  readonly after?: string;
  /** The person's own words. Untrusted text. */
  readonly reason?: string;
  /** Why it was refused or failed: the kind of refusal. */
  readonly because?: string;
}
