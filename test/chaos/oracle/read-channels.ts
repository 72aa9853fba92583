import type { SlackStandIn, StoredMessage } from '../../../sandbox/slack/index.ts';
import { isJsonObject, objectAt, stringAt } from '../../../sandbox/slack/json.ts';
import { type CardReading, readCard } from './read-card.ts';
import { type DigestReading, readDigest } from './read-digest.ts';
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
  /** Absent when it tells of no storm. */
  readonly digest?: DigestReading;
  /** From when to when it says that there was a storm: the second is absent while it lasts. */
  readonly span?: { readonly from: number; readonly to?: number };
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
  const digest = readDigest(text, linksIn(message));
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
    ...(digest === undefined ? {} : { digest, ...spanOf(message) }),
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

/** The ts of each message that it leads to, as Slack writes it into the address. */
function linksIn({ blocks }: StoredMessage): readonly string[] {
  const found = JSON.stringify(blocks).matchAll(/\/archives\/\w+\/p(\d+)(\d{6})"/g);
  return [...found].map(([, seconds, fraction]) => `${seconds}.${fraction}`);
}

/** Its small print, which is the last thing that it says, has the moments. */
function spanOf({ blocks }: StoredMessage): Pick<PostReading, 'span'> {
  const found = JSON.stringify(blocks.at(-1) ?? {}).matchAll(/<!date\^(\d+)\^/g);
  const [from, to] = [...found].map(([, seconds]) => Number(seconds) * 1_000);
  if (from === undefined) return {};
  return { span: to === undefined ? { from } : { from, to } };
}
