/** Somebody's wish to be told directly how their own changes fare. */
export interface Subscription {
  readonly userId: string;
  readonly name: string;
  /** As Slack knows it; builds name their authors by it. */
  readonly email?: string;
  /** Cards that were opened before tell nothing. */
  readonly since: number;
  readonly wants: SubscriptionScope;
}

/** all: from the build on · failures: once something fails. */
export type SubscriptionScope = 'failures' | 'all';

/** What became of a request about them; said to whoever asked. */
export interface SubscriptionAnswer {
  /** Absent when nothing is told directly. */
  readonly subscription?: Subscription;
  readonly wasChanged: boolean;
  /** As whom Slack knows the person. */
  readonly email?: string;
  /** How the newest build of theirs names them; absent when none does. */
  readonly knownAs?: string;
  /** Whom the newest builds name. */
  readonly authors: readonly string[];
}
