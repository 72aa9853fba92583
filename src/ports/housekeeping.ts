/**
 * What the store does not keep for ever. cards: with their messages and attachments, once nothing follows them ·
 * messages: of other subjects, once shown · attachments: texts that Slack has · verdicts: of versions that nobody would
 * return to · history: older than this it is kept as counts by service, month and type · workloads: that nobody has
 * seen for so long.
 */
export const prunables = ['history', 'attachments', 'cards', 'messages', 'verdicts', 'workloads'] as const;
export type Prunable = (typeof prunables)[number];

export interface MonthlyCount {
  /** `2026-11` */
  readonly month: string;
  readonly type: string;
  readonly count: number;
}

export interface HousekeepingVerbs {
  /** Takes out at most `limit` of what is older than `before` and not needed any more; answers how many it was. */
  prune(kind: Prunable, request: { readonly before: number; readonly limit: number }): Promise<number>;
  /** These workloads are there now. */
  seeWorkloads(keys: readonly string[], at: number): Promise<void>;
  /** What became of history that is not kept: newest month first. */
  monthlyHistory(service: string): Promise<readonly MonthlyCount[]>;
}

export interface StoreSize {
  readonly bytes: number;
  /** By table; estimated where counting would read all of it. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface Housekeeping {
  /** Gives freed space back to the disk, a little at a time; where the engine does so by itself, nothing. */
  compact(): Promise<void>;
  size(): Promise<StoreSize>;
}
