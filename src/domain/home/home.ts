/** Whose Home tab it is, as it was known when they opened it last. */
export interface Home {
  readonly userId: string;
  /** Names of the teams that they are in. */
  readonly teams: readonly string[];
  /** IANA name; absent when Slack did not say it. */
  readonly timeZone?: string;
  readonly openedAt: number;
}
