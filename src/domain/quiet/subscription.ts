/** Somebody's wish to be told directly how their own changes fare. */
export interface Subscription {
  readonly userId: string;
  readonly name: string;
  /** As Slack knows it; builds name their authors by it. */
  readonly email?: string;
  /** all: from the build on · failures: once something fails. */
  readonly wants: SubscriptionScope;
}

export type SubscriptionScope = 'failures' | 'all';
