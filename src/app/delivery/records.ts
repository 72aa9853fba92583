import type { Card } from '../../domain/release/card.ts';
import type { MessageRecord, Store, StoreSession } from '../../ports.ts';
import { cardSlot } from './attempt.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly at: number;
}

type Name = Pick<MessageRecord, 'cardId' | 'slot'>;

/** What delivery writes. Each reads the record again first: the app marks messages dirty at any time. */
export interface Records {
  /** Stores the intent of a post. */
  posting(name: Name): Promise<void>;
  /** Slack shows what `seen` was rendered to. A card that has changed since then stays dirty. */
  shown(name: Name, shown: { channel: string; ts: string; hash: string; seen: Card }): Promise<void>;
  /** A post whose answer was lost was found; what it shows is not known. */
  found(name: Name, ts: string): Promise<void>;
  /** Nothing is to be sent for what `seen` says. */
  nothingToSend(name: Name, seen: Card | undefined): Promise<void>;
  /** The message can no longer be edited: another one takes its place. */
  replace(name: Name, at: number): Promise<void>;
  /**
   * The card, and a reply with it, goes to another channel as a new message; `code` is why. False when it was moved
   * before and cannot be posted there either.
   */
  move(name: Name, move: Move): Promise<boolean>;
  broken(name: Name, code: string): Promise<void>;
}

export function createRecords(store: Store): Records {
  async function change(
    name: Name,
    apply: (record: MessageRecord, session: StoreSession) => Promise<MessageRecord> | MessageRecord,
  ): Promise<void> {
    await store.transaction(async (session) => {
      const record = await session.message(name.cardId, name.slot);
      if (record !== undefined) await session.saveMessage(await apply(record, session));
    });
  }

  return {
    posting: (name) => change(name, (record) => ({ ...record, status: 'posting' })),

    shown: (name, { channel, ts, hash, seen }) =>
      change(name, async (record, session) => {
        const isCurrent = isSame(await session.card(name.cardId), seen);
        return settled({ ...record, channel, ts, shownHash: hash, status: 'posted' }, isCurrent);
      }),

    found: (name, ts) => change(name, ({ shownHash: _, ...record }) => ({ ...record, ts, status: 'posted' })),

    nothingToSend: (name, seen) =>
      change(name, async (record, session) => {
        const status = record.ts === undefined ? 'unposted' : 'posted';
        return settled({ ...record, status }, isSame(await session.card(name.cardId), seen));
      }),

    replace: (name, at) =>
      change(name, ({ shownHash: _, ...record }) => ({
        ...record,
        status: 'posting',
        dirtySince: record.dirtySince ?? at,
      })),

    async move(name, move) {
      let isStuck = false;
      await change({ cardId: name.cardId, slot: cardSlot }, (card) => {
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

/** Both were written by JSON.stringify and read by JSON.parse: equal cards have equal text. */
function isSame(left: Card | undefined, right: Card | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
