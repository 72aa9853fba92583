import type { JsonObject } from '../../slack/json.ts';

/** What the server says of the workspace; it does not change. */
export interface Workspace {
  teamName: string;
  bot: { id: string; name: string };
  slackbot: { id: string; name: string };
  /** Slash commands that the app has, with their slash. */
  commands: string[];
  people: Person[];
  usergroups: { id: string; handle: string }[];
  deploy: {
    services: string[];
    environments: string[];
    behaviours: { id: string; label: string; what: string }[];
  };
}

export interface Person {
  id: string;
  displayName: string;
  realName: string;
  team: string;
}

export interface Ping {
  kind: 'broadcast' | 'user' | 'usergroup';
  target: string;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'direct';
  isArchived: boolean;
  topic: string;
  memberCount: number;
  messages: { ts: string; user: string; notified: Ping[]; threadTs: string | null }[];
}

export interface Message {
  channel: string;
  ts: string;
  user: string;
  botId?: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  threadTs?: string;
  isBroadcast: boolean;
  edited?: { user: string; ts: string };
  ephemeralFor?: string;
  reactions: { name: string; users: string[] }[];
  isPinned: boolean;
  files: { id: string; name: string; title: string; size: number; content: string }[];
  revision: number;
}

export interface View {
  id: string;
  definition: JsonObject;
  hash: string;
  errors: Record<string, string>;
  values: Record<string, Record<string, JsonObject>>;
}

export interface Change {
  type: string;
  channel?: string;
  ts?: string;
  threadTs?: string;
  userId?: string;
  viewId?: string;
}

/** What the person at the screen looks at. */
export interface Look {
  viewer: string;
  channel: string;
  thread: string | undefined;
}
