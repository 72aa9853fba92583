/** Who is told about a service, and why them: a card can then say how to change it. */
export interface Ownership {
  readonly service: string;
  /** Name of the owning team; absent when nobody owns the service. */
  readonly team?: string;
  /** Slack channel, by id (`C0123ABCD`) or name (`#team-payments`); absent when there is nowhere to tell. */
  readonly channel?: string;
  /** True when the channel is only the fallback: nobody owns the service, or the owner has no channel. */
  readonly isFallback?: boolean;
  /** Where team and channel were found, such as `label shipmate.dev/team`. */
  readonly because: string;
}
