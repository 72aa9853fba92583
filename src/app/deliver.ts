import type { Chat, Clock, Log, Store, SubjectKind } from '../ports.ts';
import { createCommits } from './commits.ts';
import { createBudgets } from './delivery/budgets.ts';
import { createCounters, type DeliveryMetrics } from './delivery/counters.ts';
import { createDispatch } from './delivery/dispatch.ts';
import { createEditDoubts } from './delivery/edit-doubts.ts';
import { createLateness } from './delivery/lateness.ts';
import { createLoop } from './delivery/loop.ts';
import { createTellOperator } from './delivery/operator.ts';
import { createRecords } from './delivery/records.ts';
import { createReplacements } from './delivery/replacements.ts';
import { createReported } from './delivery/reported.ts';
import { createStyles } from './delivery/styles.ts';
import type { SubjectSources } from './delivery/subject-source.ts';
import { createSuspension } from './delivery/suspension.ts';
import { type DeliveryTiming, defaultTiming } from './delivery/timing.ts';
import { createWaits } from './delivery/waits.ts';

export interface DeliveryOptions {
  readonly store: Store;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
  /** Every kind of subject that is to be shown. */
  readonly sources: SubjectSources;
  /** Where messages go whose own channel cannot be posted to. */
  readonly fallbackChannel?: string;
  readonly timing?: Partial<DeliveryTiming>;
}

export interface Delivery {
  /** Begins with what a previous run left: dirty messages, and posts whose outcome is not known. */
  start(): void;
  /** To be called after each commit that marked a message dirty. */
  nudge(): void;
  /** When everything is shown that can be shown; while a message waits for Slack or the clock it is not. */
  whenIdle(): Promise<void>;
  /** Ends after the requests in flight; what waits stays in the store. */
  stop(): Promise<void>;
  metrics(): DeliveryMetrics;
}

/** Brings Slack to what the store says should be shown, most urgent first, within Slack's limits. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, chat, clock, log, sources, fallbackChannel } = options;
  const timing: DeliveryTiming = { ...defaultTiming, ...options.timing };
  const now = () => clock.now();
  const counters = createCounters(Object.keys(sources) as SubjectKind[]);
  const suspension = createSuspension({ clock, log, suspensionMs: timing.suspensionMs });
  const dispatch = createDispatch({
    budgets: createBudgets(timing.limits),
    chat,
    counters,
    doubts: createEditDoubts(),
    fallbackChannel,
    lateness: createLateness(timing.lateMs),
    log,
    now,
    records: createRecords(createCommits(store, clock)),
    replacements: createReplacements(),
    reported: createReported(),
    sources,
    store,
    styles: createStyles(),
    suspension,
    tellOperator: createTellOperator({ store, sources, fallbackChannel, now }),
    timing,
    waits: createWaits(timing),
  });
  const loop = createLoop({
    clock,
    log,
    schedule: timing.schedule,
    pass: (pass) => dispatch.look(pass, (work) => loop.track(work)),
  });

  return {
    start: loop.start,
    nudge: loop.nudge,
    whenIdle: loop.whenIdle,
    stop: loop.stop,
    metrics: () => ({
      ...dispatch.depth(),
      isSuspended: suspension.isActive(),
      outcomes: counters.values(),
    }),
  };
}
