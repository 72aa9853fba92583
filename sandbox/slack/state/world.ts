import { type ChangeFeed, createChangeFeed } from './change-feed.ts';
import { type ChannelDirectory, createChannelDirectory } from './channel-directory.ts';
import { createFileStore, type FileStore } from './file-store.ts';
import { createMessageStore, type MessageStore } from './message-store.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createTimestamps, type Timestamps } from './timestamps.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { createViewStore, type ViewStore } from './view-store.ts';
import type { Person, Workspace } from './workspace.ts';

/** Everything one workspace remembers. */
export interface World {
  workspace: Workspace;
  people: Map<string, Person>;
  channels: ChannelDirectory;
  messages: MessageStore;
  views: ViewStore;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  files: FileStore;
  timestamps: Timestamps;
  changes: ChangeFeed;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Where the stand-in is reached, `http://127.0.0.1:PORT`. */
  origin: string;
}

export function createWorld(workspace: Workspace, now: () => number): World {
  const changes = createChangeFeed();
  const timestamps = createTimestamps(now);
  const people = new Map(workspace.people.map((person) => [person.id, person]));
  const { channels, botUserId } = workspace;
  const isPerson = (userId: string) => people.has(userId);
  const nowSeconds = () => Math.floor(now() / 1000);

  return {
    workspace,
    people,
    channels: createChannelDirectory({ channels, botUserId, isPerson, nowSeconds }, changes),
    messages: createMessageStore(timestamps, changes),
    views: createViewStore(changes),
    triggers: createTriggers(now),
    responseUrls: createResponseUrls(now),
    files: createFileStore(),
    timestamps,
    changes,
    now,
    origin: '',
  };
}
