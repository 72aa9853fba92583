import type { Answer, Message, MessageName, Store, StoreSession, SubjectKind } from '../../ports.ts';
import type { MessageStyle } from './styles.ts';

/** How a message reaches Slack: posted and edited · uploaded once · shown to one person once · published as a tab. */
export type Transport = 'message' | 'file' | 'answer' | 'view';

export type Payload =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'file'; readonly filename: string; readonly title: string; readonly text: string }
  | ({ readonly kind: 'answer' } & Pick<Answer, 'user' | 'threadTs' | 'responseUrl' | 'message'>)
  | { readonly kind: 'view'; readonly view: object }
  /** No subject asks for it: of a post in doubt all that is wanted is where it is. */
  | { readonly kind: 'nothing' };

/** What must be heeded when something is rendered. */
export interface Look {
  readonly style: MessageStyle;
  /**
   * Slack's error, when it cannot be shown as it should: the message stands in the fallback channel, a message stands
   * for the file, a direct message for the answer.
   */
  readonly misplaced?: string;
  /**
   * How long Slack's limits have kept something older on show, or all of it back when it is new; `isAgain` when that was
   * so the last time, too.
   */
  readonly late?: { readonly ms: number; readonly isAgain: boolean; readonly isNew?: boolean };
}

/** The state that was read, as it looks. undefined: there is nothing to show. */
export type Rendering = (look: Look) => Payload | undefined;

/** What a kind of subject must bring so that delivery shows it. */
export interface SubjectSource {
  /** How a slot reaches Slack. Default: `message`. */
  readonly transport?: (slot: string) => Transport;
  /** The slot whose message the others reply to. Absent: each slot is a message of its own. */
  readonly root?: string;
  /** Whether it is shown in the fallback channel when its own cannot be posted to. What one person is told is not. */
  readonly isMovable: boolean;
  /** Reads the state. undefined: it is gone, and with it what was to be shown. */
  load(name: MessageName, store: Store): Promise<Rendering | undefined>;
  /** When a message stands where it did not before, in the transaction in which its place is stored: others may lead there. */
  readonly onPlaced?: (name: MessageName, session: StoreSession) => Promise<void>;
  /** For what is sent once and then forgotten, in the transaction in which its record is. */
  readonly forget?: (name: MessageName, session: StoreSession) => Promise<void>;
}

export type SubjectSources = Readonly<Partial<Record<SubjectKind, SubjectSource>>>;
