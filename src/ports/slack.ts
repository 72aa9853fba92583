import type { Person } from '../domain/rollback/rollback.ts';

/** Block Kit as data. `text` is what notifications and screen readers get; both are always sent. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly object[];
}

export interface PostRequest {
  readonly channel: string;
  readonly threadTs?: string;
  readonly message: Message;
  /** Ours, unique per message, put into the message's metadata so that a lost answer can be settled. */
  readonly key: string;
}

/** A file in the thread of a message. */
export interface SharedFile {
  /** By id, by name or, where it is about direct messages, by the person's id. */
  readonly channel: string;
  readonly threadTs: string;
  readonly fileId: string;
}

/**
 * All throw PermanentError (code = Slack's error string) or TransientError (`ratelimited` with `retryAfterMs`,
 * or outcome `unknown` after a time-out, a reset or a 5xx).
 */
export interface Chat {
  /** Answers the channel's id even when asked by name, or by a person's id: then it is a direct message. */
  post(request: PostRequest): Promise<{ readonly channel: string; readonly ts: string }>;
  update(request: { channel: string; ts: string; message: Message; key: string }): Promise<void>;
  /**
   * Looks through recent history (or the thread) for a message of ours with this key, later than `after`. Answers as
   * `post` would have. A PermanentError when nobody can look there.
   */
  findPosted(request: {
    channel: string;
    threadTs?: string;
    key: string;
    since: number;
    after?: string;
  }): Promise<{ readonly channel: string; readonly ts: string } | undefined>;
  /** Gives Slack the text of a file that nobody sees yet; may be repeated. Text that is empty is refused. */
  stageFile(request: { filename: string; text: string }): Promise<string>;
  shareFile(request: SharedFile & { readonly title: string }): Promise<void>;
  isFileShared(request: SharedFile): Promise<boolean>;
  /** A person's Home tab. `hash`: of the view that it replaces; refused with `hash_conflict` when another one is there. */
  publishView(request: { user: string; view: object; hash?: string }): Promise<{ readonly hash: string }>;
  /** Says it to whoever made the request that this address came with; takes no second one after half an hour. */
  respond(request: { responseUrl: string; message: Message }): Promise<void>;
  postEphemeral(request: {
    channel: string;
    user: string;
    message: Message;
    threadTs?: string;
  }): Promise<void>;
  openView(request: { triggerId: string; view: object }): Promise<void>;
  /** `hash` is of the view as the person has it: a newer one is not overwritten. */
  updateView(request: { viewId: string; hash?: string; view: object }): Promise<void>;
}

export interface SlackPerson extends Person {
  readonly email?: string;
  /** IANA name, as the person has set it. */
  readonly timeZone?: string;
}

export interface People {
  /** Cached for a few minutes. */
  person(userId: string): Promise<SlackPerson>;
  /** Slack user ids of a usergroup (`S0123`). Cached for a few minutes. */
  groupMembers(groupId: string): Promise<readonly string[]>;
}
