import type { Arrival, Claim, Clock, InboxDepth, InboxEntry, Log, Store } from '../ports.ts';
import { createReference as randomReference } from '../reference.ts';
import { createAttempt, type Ending } from './inbox/attempt.ts';
import { createInboxCounters, type InboxMetrics } from './inbox/counters.ts';
import { createEndings } from './inbox/endings.ts';
import { createGroupCommit } from './inbox/group-commit.ts';
import type { InboxHandler } from './inbox/handler.ts';
import { createIntake } from './inbox/intake.ts';
import { createRounds } from './inbox/rounds.ts';
import { defaultTiming, type InboxTiming } from './inbox/timing.ts';
import { createTicker } from './ticker.ts';
import { within } from './within.ts';

export interface InboxOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process; no other may have the same, not even its successor. */
  readonly replica: string;
  readonly settings: InboxSettings;
  readonly timing?: Partial<InboxTiming>;
  readonly createReference?: () => string;
}

export interface InboxSettings {
  /** How often a request is tried before it is dead. */
  readonly attempts: number;
  /** How long a key is remembered after its request was processed. */
  readonly keepDoneMs: number;
  readonly keepDeadMs: number;
}

export interface Inbox {
  /** To be called for every source before the start. */
  handle(source: string, handler: InboxHandler): void;
  /**
   * Stores a request; from then on it may be acknowledged, and is processed whatever happens. False when it was here
   * before. Rejects when it could not be stored: the sender must hear of it, and send it again.
   */
  receive(arrival: Arrival): Promise<boolean>;
  /** As `receive`, and waits for how the request ends, but no longer than this; undefined when it has not. */
  submit(arrival: Arrival, waitMs: number): Promise<Ending | undefined>;
  start(): void;
  /** Ends after what is under way, but for what takes too long. What waits stays in the store, free for others. */
  stop(): Promise<void>;
  metrics(): InboxMetrics;
}

/** Requests from the store to those who process them: each once in its effect, in order within its subject. */
export function createInbox(options: InboxOptions): Inbox {
  const { store, clock, log, replica, settings } = options;
  const timing: InboxTiming = { ...defaultTiming, ...options.timing };
  const handlers = new Map<string, InboxHandler>();
  const counters = createInboxCounters();
  const endings = createEndings();
  const groupCommit = createGroupCommit(store);
  const attempt = createAttempt({
    groupCommit,
    clock,
    log,
    timing,
    attempts: settings.attempts,
    handlerOf: (source) => handlers.get(source),
    createReference: options.createReference ?? randomReference,
  });
  const intake = createIntake(groupCommit, () => claimFor(timing.reservationMs));
  const rounds = createRounds({ most: timing.most, step });
  /** What is being processed here, and until when nobody else may take it. */
  const held = new Map<string, number>();
  let depth: InboxDepth = { waiting: 0, dead: 0 };
  let forgotAt = 0;
  let poll: ReturnType<typeof createTicker> | undefined;

  async function receive(arrival: Arrival): Promise<boolean> {
    const isNew = await intake(arrival);
    counters.received(arrival.source, !isNew);
    if (isNew) rounds.want(arrival.subject);
    return isNew;
  }

  async function submit(arrival: Arrival, waitMs: number): Promise<Ending | undefined> {
    const listening = endings.listen(arrival.key);
    try {
      await receive(arrival);
    } catch (error) {
      await listening.within(0);
      throw error;
    }
    return listening.within(waitMs);
  }

  async function step(subject: string): Promise<boolean> {
    try {
      const { entry, until } = await groupCommit(async (session) => {
        // The lease begins now: the commit may take a part of it.
        const claim = claimFor(timing.leaseMs);
        return { entry: await session.inbox.take(subject, claim), until: claim.until };
      });
      return entry !== undefined && (await work(entry, until));
    } catch (error) {
      log.error({ err: error, subject }, 'the inbox could not be read or written; it is tried again');
      return false;
    }
  }

  async function work(entry: InboxEntry, until: number): Promise<boolean> {
    held.set(entry.key, until);
    try {
      const ending = await attempt(entry);
      counters.processed(entry.source, ending.kind);
      endings.tell(entry.key, ending);
      return ending.kind !== 'later';
    } finally {
      held.delete(entry.key);
    }
  }

  async function look(): Promise<void> {
    await holdOn();
    const subjects = await store.inbox.dueSubjects({ by: replica, now: clock.now() }, timing.most * 4);
    for (const subject of subjects) rounds.want(subject);
    depth = await store.inbox.depth();
    await forget();
  }

  async function holdOn(): Promise<void> {
    const claim = claimFor(timing.leaseMs);
    const renewed = claim.now + (timing.leaseMs * 2) / 3;
    const keys = [...held].filter(([, until]) => until < renewed).map(([key]) => key);
    if (keys.length === 0) return;
    await store.inbox.hold(keys, claim);
    for (const key of keys) if (held.has(key)) held.set(key, claim.until);
  }

  async function forget(): Promise<void> {
    const now = clock.now();
    if (now < forgotAt + timing.forgetEveryMs) return;
    forgotAt = now;
    await store.inbox.forget({
      doneBefore: now - settings.keepDoneMs,
      deadBefore: now - settings.keepDeadMs,
    });
  }

  function claimFor(ms: number): Claim {
    const now = clock.now();
    return { by: replica, now, until: now + ms };
  }

  return {
    receive,
    submit,
    handle: (source, handler) => void handlers.set(source, handler),
    start() {
      rounds.start();
      poll = createTicker(timing.pollMs, look, log);
      // What was left over is not to wait for the clock.
      void look().catch((error: unknown) =>
        log.error({ err: error }, 'the inbox could not be read at the start'),
      );
    },
    async stop() {
      await within(timing.stopWithinMs, rounds.stop()).catch(() => {
        log.warn({ keys: [...held.keys()] }, 'requests are left to others in the middle of their processing');
      });
      await poll?.stop();
      await store.inbox.release(replica).catch((error: unknown) => {
        log.warn({ err: error }, 'requests that wait are free for others only when their claims end');
      });
    },
    metrics: () => ({ ...depth, ...counters.values() }),
  };
}
