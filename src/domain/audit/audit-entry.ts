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
  /** Of a lock or a mute: the one that it took the place of. */
  readonly replaces?: Replaced;
  /** The person's own words. Untrusted text. */
  readonly reason?: string;
  /** Why it was refused or failed: the kind of refusal. */
  readonly because?: string;
}

/** Whose wish went, until when it would have held, and what it was for: untrusted text, or what a rollback did. */
export interface Replaced {
  readonly by: Actor;
  /** ISO 8601. */
  readonly until: string;
  readonly reason?: string;
}

interface Held {
  readonly by: { readonly userId: string; readonly name: string };
  readonly until: number;
}

export function replacedEntry({ by, until }: Held, reason: string | undefined): Replaced {
  return {
    by: by.userId === '' ? { kind: 'shipmate' } : { kind: 'person', ...by },
    until: new Date(until).toISOString(),
    ...(reason === undefined ? {} : { reason }),
  };
}
