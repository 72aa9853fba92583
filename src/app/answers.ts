import type { Answer, Clock, Ids, Settle, Store, StoreSession } from '../ports.ts';
import { priorities } from './priorities.ts';

export interface Answers {
  /**
   * Says something to one person, seen by nobody else. It is stored, and sent by delivery within Slack's limits. With
   * `settle`, what it answers is done when it is stored, and not before: neither is lost, and neither happens twice.
   */
  tell(answer: Omit<Answer, 'id' | 'at'>, settle?: Settle): Promise<void>;
}

interface AnswersDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told after each commit. */
  readonly onStored: () => void;
}

export function createAnswers({ store, clock, ids, onStored }: AnswersDependencies): Answers {
  return {
    async tell(answer, settle) {
      await store.transaction(async (session) => {
        await putAnswer(session, { ...answer, id: ids.next(), at: clock.now() });
        await settle?.(session);
      });
      onStored();
    },
  };
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
