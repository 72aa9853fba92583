import type { JsonObject } from '../json.ts';
import { findPings } from '../text/pings.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { StoredFile, StoredMessage } from './message.ts';
import type { Timestamps } from './timestamps.ts';

export interface NewMessage {
  channel: string;
  user: string;
  botId?: string;
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  threadTs?: string;
  isBroadcast?: boolean;
  metadata?: JsonObject;
  ephemeralFor?: string;
  files?: StoredFile[];
}

export interface MessageEdit {
  text: string;
  blocks: JsonObject[];
  attachments?: JsonObject[];
  /** Left out: kept. An empty object: removed. */
  metadata?: JsonObject;
  markEditedBy?: string;
}

export interface MessageStore {
  post(message: NewMessage): StoredMessage;
  edit(message: StoredMessage, edit: MessageEdit): void;
  /** Tells listeners of a change that did not touch the text: a reaction, a pin. */
  touch(message: StoredMessage): void;
  remove(message: StoredMessage): void;
  find(channel: string, ts: string): StoredMessage | undefined;
  /** Every message of a channel in order, replies and ephemeral ones too. */
  all(channel: string): StoredMessage[];
}

export function createMessageStore(timestamps: Timestamps, changes: ChangeFeed): MessageStore {
  const byChannel = new Map<string, StoredMessage[]>();
  const all = (channel: string) => byChannel.get(channel) ?? [];
  const emit = (type: 'message-updated' | 'message-deleted', { channel, ts, threadTs }: StoredMessage) =>
    changes.emit({ type, channel, ts, ...(threadTs === undefined ? {} : { threadTs }) });

  return {
    post(message) {
      const stored = toStored(message, timestamps.next());
      byChannel.set(message.channel, [...all(message.channel), stored]);
      changes.emit(postedChange(stored));
      return stored;
    },
    edit(message, edit) {
      applyEdit(message, edit, timestamps);
      emit('message-updated', message);
    },
    touch(message) {
      emit('message-updated', message);
    },
    remove(message) {
      byChannel.set(
        message.channel,
        all(message.channel).filter((other) => other !== message),
      );
      emit('message-deleted', message);
    },
    find: (channel, ts) => all(channel).find((message) => message.ts === ts),
    all,
  };
}

function toStored(message: NewMessage, ts: string): StoredMessage {
  const { blocks = [], attachments = [], files = [], isBroadcast = false, ...rest } = message;
  const pings = findPings(message.text, blocks);

  return {
    ...rest,
    ts,
    blocks,
    attachments,
    files,
    isBroadcast,
    pings,
    notified: pings,
    reactions: [],
    isPinned: false,
    revision: 0,
  };
}

function postedChange(message: StoredMessage) {
  const { channel, ts, threadTs, ephemeralFor } = message;
  const thread = threadTs === undefined ? {} : { threadTs };

  return ephemeralFor === undefined
    ? { type: 'message-posted' as const, channel, ts, ...thread }
    : { type: 'ephemeral-posted' as const, channel, ts, userId: ephemeralFor, ...thread };
}

function applyEdit(message: StoredMessage, edit: MessageEdit, timestamps: Timestamps): void {
  message.text = edit.text;
  message.blocks = edit.blocks;
  message.pings = findPings(edit.text, edit.blocks);
  message.revision += 1;
  if (edit.attachments) message.attachments = edit.attachments;
  if (edit.metadata) setMetadata(message, edit.metadata);
  if (edit.markEditedBy !== undefined) message.edited = { user: edit.markEditedBy, ts: timestamps.next() };
}

function setMetadata(message: StoredMessage, metadata: JsonObject): void {
  if (Object.keys(metadata).length === 0) delete message.metadata;
  else message.metadata = metadata;
}
