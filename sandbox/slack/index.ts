import { type Actor, createActor } from './actor/actor.ts';
import type { JsonObject } from './json.ts';
import {
  type BotConnection,
  createBotConnection,
  type Delivery,
  type DeliveryError,
} from './requests/delivery.ts';
import type { EventRetry } from './requests/event-envelope.ts';
import type { Change } from './state/change-feed.ts';
import { defaultWorkspace } from './state/default-workspace.ts';
import type { StoredMessage } from './state/message.ts';
import type { StoredView } from './state/view-store.ts';
import type { Channel, Person, Usergroup, Workspace } from './state/workspace.ts';
import { createWorld, type World } from './state/world.ts';
import { createReader } from './transcript/reader.ts';
import { type TranscriptOptions, writeContent, writeTranscript, writeView } from './transcript/transcript.ts';
import { type WaitOptions, waitFor } from './wait-for.ts';
import { createFaults, type Fault } from './web-api/faults.ts';
import { createRateLimiter, type RateLimits, realRateLimits } from './web-api/rate-limits.ts';
import { createRequestLog, type RecordedRequest } from './web-api/request-log.ts';
import { createWebApiServer } from './web-api/server.ts';

export type { Actor } from './actor/actor.ts';
export type { ElementTarget } from './actor/element-target.ts';
export type { Delivery, DeliveryError } from './requests/delivery.ts';
export type { Choice } from './requests/element-choice.ts';
export type { Entries } from './requests/view-values.ts';
export type { Change } from './state/change-feed.ts';
export { defaultWorkspace } from './state/default-workspace.ts';
export type { StoredFile, StoredMessage } from './state/message.ts';
export type { StoredView } from './state/view-store.ts';
export type { Channel, ChannelSeed, Person, Usergroup, Workspace } from './state/workspace.ts';
export type { Ping } from './text/pings.ts';
export type { TranscriptOptions } from './transcript/transcript.ts';
export type { Fault } from './web-api/faults.ts';
export type { RateLimits } from './web-api/rate-limits.ts';
export type { RecordedRequest } from './web-api/request-log.ts';

/** A Slack workspace on loopback: the Web API for the bot, hands and eyes for people. */
export interface SlackStandIn {
  /** `http://127.0.0.1:PORT/api/`, for a WebClient's `slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly botName: string;
  readonly appId: string;
  /** The slash commands that the app is known to have. */
  readonly commands: readonly string[];
  readonly users: readonly Person[];
  readonly channels: readonly Channel[];
  readonly usergroups: readonly Usergroup[];
  /** Where requests to the bot go: POST `{botUrl}/slack/events`. */
  connect(botUrl: string): void;
  as(userId: string): Actor;
  /** Sends an Events API event; with `retry`, as a repeated attempt of the same event. */
  sendEvent(event: JsonObject, retry?: EventRetry): Promise<Delivery>;
  /** Sends Slack's url_verification request. */
  verifyUrl(): Promise<Delivery>;
  /** What a channel shows to everyone, replies left out. */
  messages(channel: string): StoredMessage[];
  /** A message and its replies. */
  thread(channel: string, ts: string): StoredMessage[];
  ephemerals(channel: string, userId: string): StoredMessage[];
  /** A person's open modals, the one in front last. */
  views(userId: string): StoredView[];
  home(userId: string): StoredView | undefined;
  transcript(channel: string, options?: TranscriptOptions): string;
  /** One message as plain text, without its author. */
  describeMessage(message: StoredMessage): string;
  /** A modal or Home tab as plain text. */
  describeView(view: StoredView): string;
  readonly requests: readonly RecordedRequest[];
  /** Requests to the bot that Slack would show the person as an error. */
  readonly deliveryErrors: readonly DeliveryError[];
  onChange(listener: (change: Change) => void): () => void;
  waitFor<T>(probe: () => T | undefined | false, options?: WaitOptions): Promise<T>;
  readonly faults: { next(fault: Fault): () => void; clear(): void };
  now(): number;
  close(): Promise<void>;
}

export interface SlackStandInOptions {
  /** 0 or absent: any free port. */
  port?: number;
  workspace?: Workspace;
  /** Replaces the workspace's scopes. */
  scopes?: readonly string[];
  /** Replaces the workspace's slash commands. */
  commands?: readonly string[];
  limits?: 'real' | 'off' | Partial<RateLimits>;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Starts a Slack on loopback. Rejects when the port is taken. */
export async function startSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const {
    port = 0,
    workspace = defaultWorkspace,
    scopes = workspace.scopes,
    commands = workspace.commands,
    limits = 'real',
    now = Date.now,
  } = options;
  const world = createWorld({ ...workspace, scopes, ...(commands === undefined ? {} : { commands }) }, now);
  const rates = createRateLimiter(
    limits === 'off' ? 'off' : { ...realRateLimits, ...(limits === 'real' ? {} : limits) },
    now,
  );
  const faults = createFaults();
  const log = createRequestLog();
  const server = createWebApiServer({ world, rates, faults, log });
  world.origin = await server.listen({ host: '127.0.0.1', port });
  const bot = createBotConnection(world);

  return {
    ...identity(world),
    ...eyes(world),
    get channels() {
      return world.channels.all();
    },
    connect: bot.connect,
    sendEvent: bot.sendEvent,
    verifyUrl: bot.verifyUrl,
    as: (userId) => createActor(userId, world, bot),
    requests: log.requests,
    deliveryErrors: bot.errors,
    faults,
    now,
    close: () => close(bot, server),
  };
}

function identity(world: World) {
  const {
    botToken,
    signingSecret,
    teamId,
    teamName,
    botUserId,
    botId,
    botName,
    appId,
    commands,
    usergroups,
  } = world.workspace;
  const names = {
    botToken,
    signingSecret,
    teamId,
    teamName,
    botUserId,
    botId,
    botName,
    appId,
    commands: commands ?? [],
    usergroups,
  };

  return {
    ...names,
    apiUrl: `${world.origin}/api/`,
    users: [...world.people.values()],
  };
}

function eyes(world: World) {
  const all = (reference: string) => {
    const channel = world.channels.find(reference);
    if (!channel) throw new Error(`There is no channel ${reference}.`);
    return world.messages.all(channel.id);
  };
  const isPublic = (message: StoredMessage) => message.ephemeralFor === undefined;
  const describeAll = () =>
    [...world.channels.all().map((channel) => writeTranscript(channel.id, world)), ...openViews(world)].join(
      '\n\n',
    );

  return {
    messages: (channel: string) =>
      all(channel).filter(
        (message) => isPublic(message) && (message.threadTs === undefined || message.isBroadcast),
      ),
    thread: (channel: string, ts: string) =>
      all(channel).filter((message) => isPublic(message) && (message.ts === ts || message.threadTs === ts)),
    ephemerals: (channel: string, userId: string) =>
      all(channel).filter((message) => message.ephemeralFor === userId),
    views: (userId: string) => world.views.stack(userId),
    home: (userId: string) => world.views.home(userId),
    transcript: (channel: string, options?: TranscriptOptions) => writeTranscript(channel, world, options),
    describeMessage: (message: StoredMessage) => writeContent(message, createReader(world)),
    describeView: (view: StoredView) => writeView(view, world),
    onChange: world.changes.listen,
    waitFor: <T>(probe: () => T | undefined | false, options: WaitOptions = {}) =>
      waitFor(probe, world.changes, { ...options, describe: describeAll }),
  };
}

function openViews(world: World): string[] {
  return [...world.people.values()].flatMap((person) =>
    world.views.stack(person.id).map((view) => `${person.displayName} sees\n${writeView(view, world)}`),
  );
}

async function close(bot: BotConnection, server: { close(): PromiseLike<unknown> }): Promise<void> {
  bot.close();
  await server.close();
}
