import type { Answer, Clock, Ids, Message, Settle, Store, StoreSession } from '../ports.ts';
import { priorities } from './priorities.ts';

/** Says in the transaction of what was done what came of it; without a message, because something else says it. */
export type Conclude = (session: StoreSession, message?: Message) => Promise<void>;

export interface AskedDeed {
  /** Whom to answer, and where. */
  readonly to: Omit<Answer, 'id' | 'at' | 'message'>;
  /** Ends the request that asked for it. */
  readonly settle?: Settle | undefined;
  /** What changes something concludes with it; what changes nothing answers what is to be said. */
  readonly deed: (conclude: Conclude) => Promise<Message | undefined>;
  /** What is said when it failed. */
  readonly sorry: (error: unknown) => Message;
}

export interface Answers {
  /**
   * Says something to one person, seen by nobody else. It is stored, and sent by delivery within Slack's limits. With
   * `settle`, what it answers is done when it is stored, and not before: neither is lost, and neither happens twice.
   */
  tell(answer: Omit<Answer, 'id' | 'at'>, settle?: Settle): Promise<void>;
  /** Does what somebody asked for, answers them, and ends their request: all of it once, whatever dies in between. */
  carryOut(asked: AskedDeed): Promise<void>;
}

interface AnswersDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told after each commit. */
  readonly onStored: () => void;
}

export function createAnswers({ store, clock, ids, onStored }: AnswersDependencies): Answers {
  async function put(session: StoreSession, answer: Omit<Answer, 'id' | 'at'>): Promise<void> {
    await putAnswer(session, { ...answer, id: ids.next(), at: clock.now() });
  }

  async function tell(answer: Omit<Answer, 'id' | 'at'>, settle?: Settle): Promise<void> {
    await store.transaction(async (session) => {
      await put(session, answer);
      await settle?.(session);
    });
    onStored();
  }

  async function carryOut({ to, settle, deed, sorry }: AskedDeed): Promise<void> {
    let isConcluded = false;
    const conclude: Conclude = async (session, message) => {
      if (message !== undefined) await put(session, { ...to, message });
      await settle?.(session);
      isConcluded = true;
    };
    let message: Message | undefined;
    try {
      message = await deed(conclude);
    } catch (error) {
      // If it was done and settled all the same, settling again refuses, and no answer contradicts the one there is.
      isConcluded = false;
      message = sorry(error);
    }
    if (isConcluded) onStored();
    else if (message !== undefined) await tell({ ...to, message }, settle);
  }

  return { tell, carryOut };
}

/**
 * Stores an answer in the transaction of what it answers, so that one never happens without the other. The same id is
 * answered once.
 */
export async function putAnswer(session: StoreSession, answer: Answer): Promise<void> {
  await session.saveAnswer(answer);
  await session.markDirty({
    subject: { kind: 'answer', id: answer.id },
    slot: 'answer',
    channel: answer.channel,
    priority: priorities.urgent,
    at: answer.at,
  });
}
