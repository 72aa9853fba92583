import type { Chat, Store } from '../../ports.ts';
import type { Attempt } from './attempt.ts';
import { type Content, compose, type Render } from './content.ts';
import { type ReactDependencies, react } from './react.ts';
import { type Sent, send } from './send.ts';

export interface WorkDependencies extends ReactDependencies {
  readonly chat: Chat;
  readonly render: Render;
  readonly store: Store;
}

/** What is done with one message. Neither verb throws: whatever happens to one message, the others go on. */
export interface Work {
  /** What to send; undefined when there is nothing, which is then written down, or when rendering failed. */
  prepare(attempt: Attempt): Promise<Content | undefined>;
  deliver(attempt: Attempt, content: Content): Promise<void>;
}

export function createWork(dependencies: WorkDependencies): Work {
  const { counters, log, now, records, render, store, styles, waits } = dependencies;

  async function fail(error: unknown, attempt: Attempt, content: Content | undefined): Promise<void> {
    try {
      await react(error, attempt, content, dependencies);
    } catch (failure) {
      waits.putOff(attempt.key, now(), 0);
      log.error({ err: failure, message: attempt.key }, 'What to do with a message could not be stored');
    }
  }

  return {
    async prepare(attempt) {
      const { key, record } = attempt;
      try {
        const card = await store.card(record.subject.id);
        const content = card && compose(render, { card, record, style: styles.of(key) });
        const isShown = record.status === 'posted' && content?.hash === record.shownHash;
        if (content !== undefined && !isShown) return content;
        counters.count('unchanged');
        waits.forget(key);
        await records.nothingToSend(record, record.changes);
      } catch (error) {
        await fail(error, attempt, undefined);
      }
      return undefined;
    },

    async deliver(attempt, content) {
      try {
        await settle(await send(attempt, content, dependencies), attempt, content, dependencies);
      } catch (error) {
        await fail(error, attempt, content);
      }
    },
  };
}

async function settle(
  sent: Sent,
  attempt: Attempt,
  content: Content,
  { budgets, counters, records, styles, suspension, waits }: WorkDependencies,
): Promise<void> {
  suspension.end();
  if (sent.kind === 'found') {
    await records.found(attempt.record, sent.ts);
    waits.forget(attempt.key);
    return;
  }
  await records.shown(attempt.record, { ...sent, hash: content.hash, seen: attempt.record.changes });
  waits.forget(attempt.key);
  styles.accepted(content.style);
  budgets.learn(attempt.channel, sent.channel);
  counters.count(attempt.method === 'post' ? 'posted' : 'updated');
}
