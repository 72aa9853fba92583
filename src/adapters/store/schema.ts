import type { Generated } from 'kysely';
import type { InboxStatus, MessageRecord, RevisionVerdict } from '../../ports.ts';

/** Columns as they are stored. Times are epoch milliseconds; documents are JSON text. */
export interface StoreSchema {
  cards: CardRow;
  card_following: { card_id: string; workload: string };
  card_offers: { offer_id: string; card_id: string };
  workloads: {
    workload: string;
    uid: string;
    revision: number;
    deadline_exceeded_at: number | null;
    seen_at: number | null;
  };
  card_mutes: { card_id: string; scope: string };
  card_held: { card_id: string; notice: string; channel: string; until: number };
  revisions: {
    workload: string;
    revision_uid: string;
    label: string;
    verdict: RevisionVerdict;
    at: number;
    author: string | null;
  };
  messages: MessageRow;
  attachments: AttachmentRow;
  answers: { id: string; at: number; document: string };
  mutes: MuteRow;
  watches: { channel: string; is_stormy: number; document: string };
  digests: { id: string; document: string };
  digest_replies: { digest_id: string; card_id: string; notice: string };
  subscriptions: { user_id: string; document: string };
  homes: { user_id: string; document: string };
  history: HistoryRow;
  inbox: InboxRow;
  leaders: LeaderRow;
  history_months: { service: string; month: string; type: string; count: number };
  sightings: { cluster: string; seen_until: number };
  audit: { sequence: Generated<number>; document: string; previous_hash: string; hash: string };
  locks: { service: string; environment: string; until: number; document: string };
  migrations: { id: string; applied_at: number };
}

export interface CardRow {
  id: string;
  service: string;
  opened_at: number;
  build_id: string | null;
  due_at: number | null;
  /** Which shape `document` has, so that a later Shipmate can read what an earlier one wrote. */
  format: number;
  document: string;
}

export interface MessageRow {
  /** `card/ID` */
  subject: string;
  slot: string;
  channel: string;
  ts: string | null;
  shown_hash: string | null;
  status: MessageRecord['status'];
  priority: number;
  dirty_since: number | null;
  failure: string | null;
  changes: number;
  priority_at: number;
  later_priority: number | null;
  shown_at: number | null;
}

export interface AttachmentRow {
  card_id: string;
  slot: string;
  filename: string;
  title: string;
  text: string;
  at: number;
}

export interface InboxRow {
  /** The order of arrival. */
  sequence: Generated<number>;
  key: string;
  source: string;
  subject: string;
  received_at: number;
  body: string;
  status: InboxStatus;
  attempts: number;
  next_attempt_at: number;
  claimed_by: string;
  claimed_until: number;
  ended_at: number | null;
  failure: string | null;
}

export interface HistoryRow {
  sequence: Generated<number>;
  at: number;
  type: string;
  service: string;
  card_id: string | null;
  detail: string;
}

/** `is_orderly` is 1 once its holder has let go by itself. */
export interface LeaderRow {
  key: string;
  term: number;
  holder: string;
  is_orderly: number;
}

export interface MuteRow {
  scope: string;
  /** Of one of these two it is. */
  service: string | null;
  card_id: string | null;
  until: number;
  document: string;
}
