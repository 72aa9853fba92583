/** A person of the workspace. `team` is who they work with; Slack itself does not know it. */
export interface Person {
  id: string;
  name: string;
  realName: string;
  displayName: string;
  email?: string;
  team?: string;
  timezone?: string;
  isDeactivated?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  members: Set<string>;
  isPrivate: boolean;
  isArchived: boolean;
  /** Set for a direct message with this person. */
  directWith?: string;
  topic: string;
  purpose: string;
  creator: string;
  createdAtSeconds: number;
}

export interface ChannelSeed {
  id: string;
  name: string;
  members: readonly string[];
  isPrivate?: boolean;
  isArchived?: boolean;
  topic?: string;
  purpose?: string;
}

export interface Usergroup {
  id: string;
  handle: string;
  name: string;
  users: readonly string[];
}

/** What the stand-in starts with. The bot is a member where `members` names `botUserId`. */
export interface Workspace {
  teamId: string;
  teamName: string;
  domain: string;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  signingSecret: string;
  scopes: readonly string[];
  /** The slash commands that the app declares. Without a list, every one that is typed reaches the bot. */
  commands?: readonly string[];
  people: readonly Person[];
  channels: readonly ChannelSeed[];
  usergroups: readonly Usergroup[];
}
