import type { SlackStandIn, StoredMessage } from '../../../sandbox/slack/index.ts';
import { isJsonObject, objectAt, stringAt } from '../../../sandbox/slack/json.ts';
import { type CardReading, readCard } from './read-card.ts';
import { type NoticeKind, readNotice } from './read-notice.ts';

export interface NoticeReading {
  readonly kind: NoticeKind;
  readonly text: string;
  readonly files: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** What the bot calls it, in its metadata. */
  readonly key?: string;
}

/** A root message of the bot with its thread, as people see them. */
export interface PostReading {
  readonly channel: string;
  readonly ts: string;
  readonly at: number;
  readonly text: string;
  /** What the bot calls it, in its metadata. */
  readonly key?: string;
  /** Absent when it is no card. */
  readonly card?: CardReading;
  readonly replies: readonly NoticeReading[];
}

/** Everything that the bot shows in the channels, in the order in which it was posted. */
export function readChannels(slack: SlackStandIn, channels: readonly string[]): readonly PostReading[] {
  return channels.flatMap((channel) =>
    slack
      .messages(channel)
      .filter(({ user }) => user === slack.botUserId)
      .map((message) => readPost(slack, channel, message)),
  );
}

function readPost(slack: SlackStandIn, channel: string, message: StoredMessage): PostReading {
  const text = slack.describeMessage(message);
  const card = readCard(text);
  const replies = slack
    .thread(channel, message.ts)
    .filter(({ ts, user }) => ts !== message.ts && user === slack.botUserId)
    .map((reply) => readReply(slack, reply));
  return {
    channel,
    ts: message.ts,
    at: timeOf(message),
    text,
    ...keyOf(message),
    ...(card === undefined ? {} : { card }),
    replies,
  };
}

function readReply(slack: SlackStandIn, reply: StoredMessage): NoticeReading {
  const text = slack.describeMessage(reply);
  const files = reply.files.map(({ title }) => title);
  return { kind: readNotice(text), text, files, at: timeOf(reply), ...keyOf(reply) };
}

function keyOf({ metadata }: StoredMessage): { readonly key?: string } {
  const payload = isJsonObject(metadata) ? objectAt(metadata, 'event_payload') : undefined;
  const key = payload && stringAt(payload, 'key');
  return key === undefined ? {} : { key };
}

function timeOf({ ts }: StoredMessage): number {
  return Number(ts) * 1_000;
}
