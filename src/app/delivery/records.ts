import type { MessageName, MessageRecord, Store } from '../../ports.ts';
import { cardSlot } from './attempt.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly at: number;
}

/** What delivery writes. Each reads the record again first: the app marks messages dirty at any time. */
export interface Records {
  /** Stores the intent of a post. */
  posting(name: MessageName): Promise<void>;
  /** Slack shows what was rendered after so many changes. What has changed since then stays dirty. */
  shown(name: MessageName, shown: { channel: string; ts: string; hash: string; seen: number }): Promise<void>;
  /** A post whose answer was lost was found; what it shows is not known. */
  found(name: MessageName, ts: string): Promise<void>;
  /** Nothing is to be sent after so many changes. */
  nothingToSend(name: MessageName, seen: number): Promise<void>;
  /** The message can no longer be edited: another one takes its place. */
  replace(name: MessageName, at: number): Promise<void>;
  /**
   * The card, and a reply with it, goes to another channel as a new message; `code` is why. False when it was moved
   * before and cannot be posted there either.
   */
  move(name: MessageName, move: Move): Promise<boolean>;
  broken(name: MessageName, code: string): Promise<void>;
}

export function createRecords(store: Store): Records {
  async function change(name: MessageName, apply: (record: MessageRecord) => MessageRecord): Promise<void> {
    await store.transaction(async (session) => {
      const record = await session.message(name.subject, name.slot);
      if (record !== undefined) await session.saveMessage(apply(record));
    });
  }

  return {
    posting: (name) => change(name, (record) => ({ ...record, status: 'posting' })),

    shown: (name, { channel, ts, hash, seen }) =>
      change(name, (record) =>
        settled({ ...record, channel, ts, shownHash: hash, status: 'posted' }, record.changes === seen),
      ),

    found: (name, ts) => change(name, ({ shownHash: _, ...record }) => ({ ...record, ts, status: 'posted' })),

    nothingToSend: (name, seen) =>
      change(name, (record) => {
        const status = record.ts === undefined ? 'unposted' : 'posted';
        return settled({ ...record, status }, record.changes === seen);
      }),

    replace: (name, at) =>
      change(name, ({ shownHash: _, ...record }) => ({
        ...record,
        status: 'posting',
        dirtySince: record.dirtySince ?? at,
      })),

    async move(name, move) {
      let isStuck = false;
      await change({ subject: name.subject, slot: cardSlot }, (card) => {
        // Another message of the card may have moved it already.
        if (card.channel !== move.from) return card;
        isStuck = card.failure !== undefined;
        return isStuck ? card : moved(card, move);
      });
      if (!isStuck && name.slot !== cardSlot) await change(name, (reply) => reposted(reply, move.at));
      return !isStuck;
    },

    broken: (name, code) =>
      change(name, (record) => settled({ ...record, status: 'broken', failure: code }, true)),
  };
}

function settled(record: MessageRecord, isClean: boolean): MessageRecord {
  if (!isClean) return record;
  const { dirtySince: _, ...clean } = record;
  return clean;
}

function moved(card: MessageRecord, { to, code, at }: Move): MessageRecord {
  return { ...reposted(card, at), channel: to, failure: code };
}

function reposted({ shownHash: _hash, ts: _ts, ...record }: MessageRecord, at: number): MessageRecord {
  return { ...record, status: 'unposted', dirtySince: record.dirtySince ?? at };
}
