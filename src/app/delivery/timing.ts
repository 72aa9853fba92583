/** Calls back once after the delay; the answer cancels it. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

/** Slack's limits as we keep them, and how long to wait for what. Rates: https://docs.slack.dev/apis/web-api/rate-limits */
export interface DeliveryTiming {
  readonly schedule: Schedule;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** One a second per channel, with a short burst. */
  readonly postsPerSecond: number;
  readonly postBurst: number;
  /**
   * Slack allows 50 and more for the whole bot, and welcomes sporadic bursts. So a full bucket and a minute's refill may
   * together pass 50 once, after a quiet time: people see the first minute of many releases sooner, and when Slack
   * thinks otherwise its 429 says how long to wait, which is kept.
   */
  readonly updatesPerMinute: number;
  readonly updateBurst: number;
  /** Updates that only verdicts and problems may use. */
  readonly updateReserve: number;
  readonly maxInFlight: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** A request whose answer was lost may still be on its way; look for it only after this. */
  readonly unknownOutcomeMs: number;
  /** How long to leave Slack alone when it does not accept the token. */
  readonly suspensionMs: number;
}

export const defaultTiming: DeliveryTiming = {
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  postsPerSecond: 1,
  postBurst: 3,
  updatesPerMinute: 45,
  updateBurst: 30,
  updateReserve: 15,
  maxInFlight: 16,
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  unknownOutcomeMs: 2_000,
  suspensionMs: 60_000,
};
