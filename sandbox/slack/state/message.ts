import type { JsonObject } from '../json.ts';
import type { Ping } from '../text/pings.ts';

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  size: number;
  content: string;
  permalink: string;
}

export interface StoredMessage {
  channel: string;
  ts: string;
  user: string;
  botId?: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  threadTs?: string;
  isBroadcast: boolean;
  metadata?: JsonObject;
  /** Set only where Slack shows "(edited)": not when a bot's update carries blocks. */
  edited?: { user: string; ts: string };
  /** Set when only this person sees the message. */
  ephemeralFor?: string;
  /** Whom the text as it stands now names. */
  pings: Ping[];
  /** Who was notified: what the message named when it was posted. Edits notify nobody. */
  notified: Ping[];
  reactions: { name: string; users: string[] }[];
  isPinned: boolean;
  files: StoredFile[];
  /** How often it was updated; 0 for a fresh message. */
  revision: number;
}
