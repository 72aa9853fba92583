import type { MessageName, MessageRecord, StoreSession } from '../../ports.ts';
import type { Commits } from '../commits.ts';
import { priorities } from '../priorities.ts';
import type { SubjectSource } from './subject-source.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly at: number;
}

/** Where Slack shows a message: the channel's id, whatever it was asked by. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

export interface Shown extends Place {
  /** Where the message stood that was edited. One that was moved meanwhile is not shown by that. */
  readonly edited?: Place;
  readonly hash: string;
  /** An earlier edit may reach Slack after this one: it is sent once more when that cannot be any longer. */
  readonly isDoubtful?: boolean;
  /** After how many changes it was rendered. */
  readonly seen: number;
  readonly at: number;
}

type OnPlaced = SubjectSource['onPlaced'];

/** What delivery writes. Each reads the record again first: the app marks messages dirty at any time. */
export interface Records {
  /** Stores the intent of a post, or of sharing the file `fileId`. */
  posting(name: MessageName, fileId?: string): Promise<void>;
  /** Slack shows what was rendered. What has changed since then stays dirty. */
  shown(name: MessageName, shown: Shown, onPlaced?: OnPlaced): Promise<void>;
  /** A post whose answer was lost was found; what it shows is not known. */
  found(name: MessageName, place: Place, onPlaced?: OnPlaced): Promise<void>;
  /** Nothing is to be sent of what was read, unless it was moved since. */
  nothingToSend(read: MessageRecord): Promise<void>;
  /** The message with this ts can no longer be edited or replied to: another one takes its place, unless one has by now. */
  replace(name: MessageName, ts: string | undefined, at: number): Promise<void>;
  /** What Slack knows it by is no longer of use: it is sent anew, as if it never had been. */
  restart(name: MessageName): Promise<void>;
  /** It cannot be shown as it should be, `code` is why: another kind of message is sent instead, perhaps elsewhere. */
  instead(name: MessageName, code: string, channel?: string): Promise<void>;
  /**
   * The root, and a reply with it, goes to another channel as a new message; `code` is why. False when it was moved
   * before and cannot be posted there either.
   */
  move(name: MessageName, root: string, move: Move): Promise<boolean>;
  /** It cannot be sent as it was read. False when it has changed or was moved since, so that it is tried again. */
  broken(read: MessageRecord, code: string): Promise<boolean>;
  /** Its root is, as long as that is so. */
  brokenWithRoot(name: MessageName, root: string): Promise<void>;
  /** It is done with, in one transaction with what else is to be forgotten. */
  drop(
    name: MessageName,
    forget?: (name: MessageName, session: StoreSession) => Promise<void>,
  ): Promise<void>;
}

export function createRecords(commits: Commits): Records {
  async function change(
    name: MessageName,
    apply: (record: MessageRecord) => MessageRecord,
    onPlaced?: OnPlaced,
  ): Promise<void> {
    await commits.run(async (session) => {
      const record = await session.message(name.subject, name.slot);
      if (record === undefined) return;
      const changed = apply(record);
      await session.saveMessage(changed);
      if (!isAt(record, changed)) await onPlaced?.(name, session);
    });
  }

  return {
    posting: (name, fileId) =>
      change(name, (record) => ({
        ...record,
        status: 'posting',
        ...(fileId === undefined ? {} : { ts: fileId }),
      })),

    shown(name, { channel, ts, hash, seen, at, edited, isDoubtful }, onPlaced) {
      const show = (record: MessageRecord) => {
        if (edited !== undefined && !isAt(record, edited)) return record;
        const shown = { ...record, channel, ts, shownHash: hash, status: 'posted', shownAt: at } as const;
        return isDoubtful === true && record.changes === seen ? owedAgain(shown, at) : settled(shown, seen);
      };
      return change(name, show, onPlaced);
    },

    found(name, { channel, ts }, onPlaced) {
      const find = ({ shownHash: _, ...record }: MessageRecord) => {
        return { ...record, channel, ts, status: 'posted' } as const;
      };
      return change(name, find, onPlaced);
    },

    nothingToSend: (read) =>
      commits.run(async (session) => {
        const record = await session.message(read.subject, read.slot);
        if (record === undefined || record.channel !== read.channel || record.ts !== read.ts) return;
        const status = record.ts === undefined ? 'unposted' : 'posted';
        const rest = settled({ ...record, status }, read.changes);
        if (isOfNoUse(read, rest)) await session.forgetMessage(read.subject, read.slot);
        else await session.saveMessage(rest);
      }),

    replace: (name, ts, at) =>
      change(name, (record) => {
        if (record.ts !== ts) return record;
        const { shownHash: _, ...replaced } = record;
        return { ...replaced, status: 'posting', dirtySince: record.dirtySince ?? at };
      }),

    restart: (name) =>
      change(name, ({ ts: _ts, shownHash: _hash, ...record }) => ({ ...record, status: 'unposted' })),

    instead: (name, code, channel) =>
      change(name, ({ ts: _ts, shownHash: _hash, ...record }) => ({
        ...record,
        status: 'unposted',
        failure: code,
        channel: channel ?? record.channel,
      })),

    async move(name, root, move) {
      let isStuck = false;
      await change({ subject: name.subject, slot: root }, (record) => {
        // Another message of the subject may have moved it already.
        if (record.channel !== move.from) return record;
        isStuck = record.failure !== undefined;
        return isStuck ? record : moved(record, move);
      });
      if (!isStuck && name.slot !== root) await change(name, (reply) => reposted(reply, move.at));
      return !isStuck;
    },

    async broken(read, code) {
      let isBroken = false;
      await change(read, (record) => {
        isBroken = record.changes === read.changes && record.channel === read.channel;
        return isBroken ? givenUp(record, code) : record;
      });
      return isBroken;
    },

    brokenWithRoot: (name, root) =>
      commits.run(async (session) => {
        const record = await session.message(name.subject, name.slot);
        const parent = await session.message(name.subject, root);
        if (record !== undefined && parent?.status === 'broken')
          await session.saveMessage(givenUp(record, 'root_broken'));
      }),

    drop: (name, forget) =>
      commits.run(async (session) => {
        await session.forgetMessage(name.subject, name.slot);
        await forget?.(name, session);
      }),
  };
}

/** Clean when `seen` was the last change; else only as urgent as the changes after it. */
function settled({ laterPriority, ...record }: MessageRecord, seen: number): MessageRecord {
  if (record.changes === seen) {
    const { dirtySince: _, ...clean } = record;
    return clean;
  }
  if (seen >= record.priorityAt && laterPriority !== undefined)
    return { ...record, priority: laterPriority, priorityAt: record.changes };
  return laterPriority === undefined ? record : { ...record, laterPriority };
}

/** What is no news waits until it has stood for a while. */
function owedAgain(
  { shownHash: _, laterPriority: _later, ...shown }: MessageRecord,
  at: number,
): MessageRecord {
  return { ...shown, dirtySince: at, priority: priorities.trickle, priorityAt: shown.changes };
}

/**
 * It never was in Slack, and nothing is to be said of it: whoever asks for news of failures has such a record for each
 * of their cards, and no time tells when it is too old.
 */
function isOfNoUse(read: MessageRecord, { dirtySince, failure }: MessageRecord): boolean {
  return read.status === 'unposted' && dirtySince === undefined && failure === undefined;
}

function givenUp(record: MessageRecord, code: string): MessageRecord {
  // What was not sent in the end has no place in Slack.
  const { ts, ...rest } = record;
  const kept = record.status === 'posting' || ts === undefined ? rest : record;
  return settled({ ...kept, status: 'broken', failure: code }, record.changes);
}

function isAt(record: MessageRecord, { channel, ts }: Partial<Place>): boolean {
  return record.channel === channel && record.ts === ts;
}

function moved(root: MessageRecord, { to, code, at }: Move): MessageRecord {
  return { ...reposted(root, at), channel: to, failure: code };
}

function reposted({ shownHash: _hash, ts: _ts, ...record }: MessageRecord, at: number): MessageRecord {
  return { ...record, status: 'unposted', dirtySince: record.dirtySince ?? at };
}
