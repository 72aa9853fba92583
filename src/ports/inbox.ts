import type { StoreSession } from '../ports.ts';

/** A request as it came in: stored under its key before it is acknowledged, and processed from the store. */
export interface Arrival {
  /** The same for every copy of the same request. */
  readonly key: string;
  /** `slack-event`, `slack-interaction`, `slack-command`, `webhook-…`: names who processes it. */
  readonly source: string;
  /** Within it, one is processed after the other, in the order in which they came. */
  readonly subject: string;
  /** All that processing needs. Dropped as soon as it is done: it may carry tokens. */
  readonly body: string;
  /** Whether one that has ended may come again, and is processed again: for reports that are idempotent in themselves. */
  readonly mayRepeat?: boolean;
}

/** Taken to be processed: by whom, at which attempt. */
export interface InboxEntry {
  readonly key: string;
  readonly source: string;
  readonly subject: string;
  readonly body: string;
  readonly receivedAt: number;
  readonly claimedBy: string;
  /** Begun attempts, this one included: one that took the process down counts, too. */
  readonly attempts: number;
  /** Of the attempt before. */
  readonly failure?: string;
}

/** What an operator may see of an entry: everything but its body. */
export interface InboxRecord {
  readonly key: string;
  readonly source: string;
  readonly subject: string;
  readonly receivedAt: number;
  readonly status: InboxStatus;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly failure?: string;
}

export type InboxStatus = 'waiting' | 'done' | 'dead';

/** Who holds an entry until when; after that, others may take it. */
export interface Claim {
  readonly by: string;
  readonly now: number;
  readonly until: number;
}

export type Conclusion =
  | { readonly kind: 'done'; readonly at: number; readonly failure?: string }
  | { readonly kind: 'dead'; readonly at: number; readonly failure: string }
  | { readonly kind: 'later'; readonly nextAttemptAt: number; readonly failure: string };

export interface InboxDepth {
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest that waits came in; absent when none does. */
  readonly oldestReceivedAt?: number;
}

export interface InboxStore {
  /** False when the key is known. Until the claim ends only its holder may take the entry. */
  receive(arrival: Arrival, claim: Claim): Promise<boolean>;
  /** The first entry of the subject that has not ended, if its time has come and nobody else holds it. */
  take(subject: string, claim: Claim): Promise<InboxEntry | undefined>;
  /** Keeps entries that are being processed from others. */
  hold(keys: readonly string[], claim: Claim): Promise<void>;
  /** False, and nothing is written, when the attempt is not the holder's any more or has ended already. */
  conclude(
    attempt: Pick<InboxEntry, 'key' | 'claimedBy' | 'attempts'>,
    conclusion: Conclusion,
  ): Promise<boolean>;
  /** Gives up claims, all of them or those of one holder, for others to take at once. */
  release(by?: string): Promise<void>;
  /** Subjects whose first entry may be taken now; the longest waiting first. */
  dueSubjects(claim: Pick<Claim, 'by' | 'now'>, limit: number): Promise<readonly string[]>;
  /** Whether anything of the subject has not ended yet. */
  isWaiting(subject: string): Promise<boolean>;
  depth(): Promise<InboxDepth>;

  record(key: string): Promise<InboxRecord | undefined>;
  /** Oldest first. */
  records(status: InboxStatus, limit: number): Promise<readonly InboxRecord[]>;
  /** Lets dead entries wait again, with all their attempts before them: one or all. Answers how many. */
  revive(request: { readonly key?: string; readonly at: number }): Promise<number>;
  /** Deletes what ended before: a key that is forgotten may act again. */
  forget(ended: { readonly doneBefore: number; readonly deadBefore: number }): Promise<void>;
}

/** Marks the request that is being processed as done, in the transaction of its effect: both are stored, or neither. */
export type Settle = (session: StoreSession) => Promise<void>;

/** What a listener of Slack's requests may know besides what Slack says, as `context.errand`. */
export interface Errand {
  readonly receivedAt: number;
  /** To be called in the transaction of the listener's effect, so that it happens once. */
  readonly settle: Settle;
}
