import { onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { InboxTiming } from '../../../src/app/inbox/timing.ts';
import { createInbox, type Inbox, type InboxOptions } from '../../../src/app/inbox.ts';
import type { Arrival, Clock, Store } from '../../../src/ports.ts';
import { createRecordingLog } from '../../adapters/slack/recording-log.ts';

export interface OpenInbox {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly log: ReturnType<typeof createRecordingLog>;
  /** Another process on the same store. */
  second(replica: string): Inbox;
}

export interface OpenInboxOptions {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly attempts?: number;
  readonly timing?: Partial<InboxTiming>;
}

const systemClock: Clock = { now: () => Date.now() };
const settings = { attempts: 3, keepDoneMs: 60_000, keepDeadMs: 120_000 };
/** Hundreds of times as fast as in production. */
const quick: Partial<InboxTiming> = {
  pollMs: 5,
  firstRetryMs: 5,
  maxRetryMs: 20,
  stopWithinMs: 50,
  random: () => 1,
};

/** An inbox on a store in memory; not started yet. */
export async function openInbox(options: OpenInboxOptions = {}): Promise<OpenInbox> {
  const { clock = systemClock, attempts = settings.attempts } = options;
  const store = options.store ?? (await openStore({ path: ':memory:', clock }));
  const log = createRecordingLog();
  const open = (replica: string): Inbox => {
    let references = 0;
    const all: InboxOptions = {
      store,
      clock,
      log,
      replica,
      settings: { ...settings, attempts },
      timing: { ...quick, ...options.timing },
      createReference: () => {
        references += 1;
        return `ref-${references}`;
      },
    };
    const inbox = createInbox(all);
    onTestFinished(() => inbox.stop().catch(() => undefined));
    return inbox;
  };
  // Finished in the opposite order: the store goes after those who use it.
  onTestFinished(() => store.close().catch(() => undefined));
  return { inbox: open('one'), store, log, second: open };
}

export const arrival = (key: string, more: Partial<Arrival> = {}): Arrival => ({
  key,
  source: 'test',
  subject: 'a',
  body: key,
  ...more,
});
