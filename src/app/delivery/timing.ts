import type { Target } from './budgets.ts';

/** Calls back once after the delay; the answer cancels it. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

/** So many at once after a quiet time, and then this pace. */
export interface Limit {
  readonly burst: number;
  readonly perMinute: number;
}

/** Slack's limits as we keep them, and how long to wait for what. Rates: https://docs.slack.dev/apis/web-api/rate-limits */
export interface DeliveryTiming {
  readonly schedule: Schedule;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly limits: Readonly<Record<Target['method'], Limit>>;
  readonly maxInFlight: number;
  /** A channel that hangs must not take every place. */
  readonly maxInFlightPerChannel: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** A request whose answer was lost may still be on its way; look for it only after this. */
  readonly unknownOutcomeMs: number;
  /** Slack shares an uploaded file some time after it said so: https://github.com/slackapi/bolt-js/issues/2115 */
  readonly unknownUploadMs: number;
  /** How long to leave Slack alone when it does not accept the token. */
  readonly suspensionMs: number;
  /** Counts that merely move wait until what is shown is this old. */
  readonly trickleMs: number;
  /** What was kept back for so long by Slack's limits says so. */
  readonly lateMs: number;
  /** An answer that comes later answers nobody. */
  readonly answerWithinMs: number;
  /** How long trouble may wait for its place in the thread before the card says it instead. */
  readonly pingWithinMs: number;
}

/**
 * A full bucket and a minute's refill may pass 50 updates once, after a quiet time: Slack promises 50 and more and
 * welcomes sporadic bursts, people see the first minute of many releases sooner, and if Slack thinks otherwise, its 429
 * teaches the bucket. `look` is for reading history after an answer was lost.
 */
export const slackLimits: DeliveryTiming['limits'] = {
  post: { burst: 3, perMinute: 60 },
  update: { burst: 45, perMinute: 50 },
  upload: { burst: 40, perMinute: 100 },
  answer: { burst: 40, perMinute: 100 },
  publish: { burst: 40, perMinute: 100 },
  look: { burst: 20, perMinute: 45 },
};

/** A longer delay fires at once, and again and again: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimerMs = 2 ** 31 - 1;

export const defaultTiming: DeliveryTiming = {
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs));
    return () => clearTimeout(timer);
  },
  random: Math.random,
  limits: slackLimits,
  maxInFlight: 16,
  maxInFlightPerChannel: 6,
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  unknownOutcomeMs: 2_000,
  unknownUploadMs: 10_000,
  suspensionMs: 60_000,
  trickleMs: 30_000,
  lateMs: 20_000,
  answerWithinMs: 5 * 60_000,
  pingWithinMs: 1_000,
};
