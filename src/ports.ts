import type { Card } from './domain/release/card.ts';
import type { RevisionRecord } from './domain/rollback/revision-record.ts';
import type { WorkloadObservation } from './domain/rollout/observation.ts';
import type { WorkloadReference } from './domain/rollout/workload.ts';
import type { AuditVerbs } from './ports/audit.ts';
import type { CardIndex } from './ports/card-index.ts';
import type { HomeStore } from './ports/homes.ts';
import type { Housekeeping, HousekeepingVerbs } from './ports/housekeeping.ts';
import type { InboxStore } from './ports/inbox.ts';
import type { LockStore } from './ports/locks.ts';
import type { QuietStore } from './ports/quiet.ts';
import type { Message } from './ports/slack.ts';

export type { RevisionRecord, RevisionVerdict } from './domain/rollback/revision-record.ts';
export type * from './ports/card-index.ts';
export type * from './ports/inbox.ts';
export type * from './ports/quiet.ts';

/** Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Opaque, unguessable, URL-safe. */
export interface Ids {
  next(): string;
}

/** Static sentence plus fields; never secrets or message bodies. pino satisfies it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

// ---- the cluster ---------------------------------------------------------------------------------------------

export interface WorkloadWatcher {
  /**
   * Watches until `stop`, after which it may be started anew. `onObservation` is told of every workload once at the
   * start (`isBaseline`), then whenever what is seen of it differs; `onGone` when it is deleted. Before all of that
   * `onSynced` says what there is. A listener that throws is logged and never ends the watch.
   */
  start(listener: WorkloadListener): void;
  stop(): Promise<void>;
  /**
   * Everything that was so in the cluster at this time has been told; epoch milliseconds. It lags behind by up to a
   * minute where nothing happens, and stands still while a watch is silent. Undefined before all was told once.
   */
  seenUntil(): number | undefined;
  /** Whether every kind is synced and has been heard of lately; with the reason when not. */
  readiness(): { readonly isReady: boolean; readonly because: string };
}

/** What a cluster has, at the moment when all of it is known for the first time. */
export interface Inventory {
  readonly cluster: string;
  /** By `workloadKey`: the uid of the workload that has the name now. */
  readonly uids: ReadonlyMap<string, string>;
  /** False where nothing can be told: its namespace is not watched, or its kind may not be read. */
  covers(workload: WorkloadReference): boolean;
}

export interface WorkloadListener {
  /** Once, before the first observation: what is not there went while nobody looked. */
  onSynced(inventory: Inventory): void;
  onObservation(observation: WorkloadObservation, isBaseline: boolean): void;
  onGone(workload: WorkloadReference, uid: string): void;
}

export type * from './ports/container-logs.ts';
export type * from './ports/probe-failure.ts';
export type * from './ports/way-back.ts';

// ---- Slack ---------------------------------------------------------------------------------------------------

export type * from './ports/slack.ts';

// ---- the store -----------------------------------------------------------------------------------------------

/** The last revision that was seen of a workload: tells a new rollout from a restart of Shipmate. */
export interface WorkloadRecord {
  readonly workload: string;
  readonly uid: string;
  readonly revision: number;
  /** `lastUpdateTime` of the ProgressDeadlineExceeded condition, if it stood. */
  readonly deadlineExceededAt?: number;
}

/** All that a look at a workload is compared with, as it was at one moment. */
export interface WorkloadState {
  readonly workload: WorkloadRecord | undefined;
  /** As `cardsFollowing` has them. */
  readonly cards: readonly Card[];
  /** As `revisions` has them. */
  readonly revisions: readonly RevisionRecord[];
}

/**
 * What messages are about. card: a version, with the replies and files of its thread · digest: a list in place of many
 * messages · person: what one person is told directly · home: a person's Home tab · answer: words that only the one who
 * asked sees · operator: what an administrator must do, said once.
 */
export type SubjectKind = 'card' | 'digest' | 'person' | 'home' | 'answer' | 'operator';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** One message of a subject. Of a card: itself (slot `card`), a reply (notice key) or a file (`file/…`) in its thread. */
export interface MessageName {
  readonly subject: Subject;
  readonly slot: string;
}

/** One message that should be shown, and what Slack shows of it. */
export interface MessageRecord extends MessageName {
  /** As configured (`#team-payments`), or a person's id for a direct message, until it is posted; then Slack's id. */
  readonly channel: string;
  /** By what Slack knows it: a message's ts, a file's id, a view's hash. */
  readonly ts?: string;
  /** Hash of what Slack shows; absent before the first post. */
  readonly shownHash?: string;
  /**
   * `posting`: the intent is stored and the outcome not yet known; with a `ts`, that message is being replaced.
   * `broken`: given up until its subject changes, `failure` says why.
   */
  readonly status: 'unposted' | 'posting' | 'posted' | 'broken';
  /** One of `priorities`; lower goes first. The most urgent since what is shown. */
  readonly priority: number;
  /** How often it was marked dirty: tells whether what was rendered is still the latest. */
  readonly changes: number;
  /** Which change made it so urgent, and the most urgent one after that: what is left once that one is shown. */
  readonly priorityAt: number;
  readonly laterPriority?: number;
  /** Epoch ms of the last time that Slack took it. */
  readonly shownAt?: number;
  /** Epoch ms since when what is shown is older than the state; absent when clean. */
  readonly dirtySince?: number;
  /** Slack's error; on a message that is not broken: why it was moved to the fallback channel. */
  readonly failure?: string;
}

/** A text too long for a message, such as a whole log: uploaded as a file into the thread of its card. */
export interface Attachment {
  readonly cardId: string;
  /** `file/` and a key that is unique within the card. */
  readonly slot: string;
  /** `payments-api-9c4b6-crash.log` */
  readonly filename: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
}

/** A finished answer to one person, shown to nobody else; sent once, or given up when it comes too late. */
export interface Answer {
  readonly id: string;
  readonly channel: string;
  readonly user: string;
  readonly threadTs?: string;
  /** Slack's own way to whoever asked, which works where the bot is no member. Good for half an hour. */
  readonly responseUrl?: string;
  readonly message: Message;
  readonly at: number;
}

export interface HistoryEntry {
  readonly at: number;
  /** Noun-action: `rollout-started`, `rollback-refused`. */
  readonly type: string;
  readonly service: string;
  readonly cardId?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Inside `transaction` all writes are one. Outside each call is its own. */
export interface StoreSession extends AuditVerbs, HousekeepingVerbs {
  card(id: string): Promise<Card | undefined>;
  /** Writes the card with its look-up rows: build, open rollouts, rollback offers, next due time. */
  saveCard(card: Card, index: CardIndex): Promise<void>;
  cardByBuild(build: string): Promise<Card | undefined>;
  cardByOffer(offerId: string): Promise<Card | undefined>;
  /** Cards with a rollout of the workload that has not ended, and those that ended but are watched; newest first. */
  cardsFollowing(workload: string): Promise<readonly Card[]>;
  /** Every card that still follows a workload: what a restart takes up again. Oldest first. */
  followedCards(): Promise<readonly Card[]>;
  /** Cards of the service opened at or after `openedSince`, newest first. */
  recentCards(service: string, openedSince: number): Promise<readonly Card[]>;
  cardsDue(now: number): Promise<readonly string[]>;

  workload(key: string): Promise<WorkloadRecord | undefined>;
  workloadState(key: string): Promise<WorkloadState>;
  saveWorkload(record: WorkloadRecord): Promise<void>;
  deleteWorkload(key: string): Promise<void>;
  /** Keys of all workloads of a cluster that are remembered. */
  workloadKeys(cluster: string): Promise<readonly string[]>;
  /** Until when each cluster was seen, in epoch milliseconds; clusters that never were are not in it. */
  sightings(): Promise<ReadonlyMap<string, number>>;
  saveSighting(cluster: string, seenUntil: number): Promise<void>;
  /** Newest verdict first. */
  revisions(workload: string): Promise<readonly RevisionRecord[]>;
  /** One record per (workload, ReplicaSet): a later verdict replaces an earlier one. */
  saveRevision(record: RevisionRecord): Promise<void>;

  message(subject: Subject, slot: string): Promise<MessageRecord | undefined>;
  /** Creates or marks dirty; keeps ts, hash and an earlier `dirtySince`; a lower priority number wins until shown. */
  markDirty(
    request: MessageName & { readonly channel: string; readonly priority: number; readonly at: number },
  ): Promise<void>;
  saveMessage(record: MessageRecord): Promise<void>;
  forgetMessage(subject: Subject, slot: string): Promise<void>;
  /**
   * Dirty messages by priority, then oldest first; and every message left in `posting`. When there are more than `limit`,
   * each channel has its share, for what is posted there and for what is edited: none hides what waits for another.
   */
  dirtyMessages(limit: number): Promise<readonly MessageRecord[]>;

  /** One per slot; a later one replaces an earlier one. Deleted with its card, which must be stored before it. */
  saveAttachment(attachment: Attachment): Promise<void>;
  attachment(cardId: string, slot: string): Promise<Attachment | undefined>;

  saveAnswer(answer: Answer): Promise<void>;
  answer(id: string): Promise<Answer | undefined>;
  forgetAnswer(id: string): Promise<void>;

  /** What came in and is to be processed. */
  readonly inbox: InboxStore;

  /** Mutes, storms, and what quiet hours hold back. */
  readonly quiet: QuietStore;
  readonly locks: LockStore;
  readonly homes: HomeStore;

  appendHistory(entry: HistoryEntry): Promise<void>;
  history(service: string, limit: number): Promise<readonly HistoryEntry[]>;

  /** How often a leader of this was elected; undefined before the first. */
  term(key: string): Promise<number | undefined>;
}

export interface Store extends StoreSession, Housekeeping {
  transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
