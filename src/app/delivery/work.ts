import type { Chat, Store } from '../../ports.ts';
import type { Attempt, Method } from './attempt.ts';
import { type Content, compose } from './content.ts';
import type { Outcome } from './counters.ts';
import type { Lateness } from './lateness.ts';
import { type ReactDependencies, react } from './react.ts';
import type { Shown } from './records.ts';
import { send } from './send.ts';
import { mayBeSent, type Sent } from './sending.ts';
import type { Look, Payload } from './subject-source.ts';

export interface WorkDependencies extends ReactDependencies {
  readonly chat: Chat;
  readonly lateness: Lateness;
  readonly store: Store;
}

/** What goes out, and what it says of its being late. */
export interface Prepared {
  readonly content: Content;
  readonly late: Look['late'];
}

/** What is done with one message. Neither verb throws: whatever happens to one message, the others go on. */
export interface Work {
  /** What to send; undefined when there is nothing, which is then written down, or when rendering failed. */
  prepare(attempt: Attempt): Promise<Prepared | undefined>;
  deliver(attempt: Attempt, prepared: Prepared): Promise<void>;
}

const succeeded: Readonly<Record<Method, Outcome>> = {
  post: 'posted',
  update: 'updated',
  upload: 'uploaded',
  answer: 'answered',
  publish: 'published',
};

export function createWork(dependencies: WorkDependencies): Work {
  const { counters, lateness, log, now, waits } = dependencies;

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
        const late = latenessOf(attempt, lateness, now());
        const content = await toSend(attempt, late, dependencies);
        if (content !== undefined) return { content, late };
        counters.count(record.subject.kind, isTooLate(attempt, dependencies) ? 'dropped' : 'unchanged');
        waits.forget(key);
        lateness.sent(key, undefined);
      } catch (error) {
        await fail(error, attempt, undefined);
      }
      return undefined;
    },

    async deliver(attempt, prepared) {
      try {
        await settle(await send(attempt, prepared.content, dependencies), attempt, prepared, dependencies);
      } catch (error) {
        await fail(error, attempt, prepared.content);
      }
    },
  };
}

/** Of a card that is new, too; a reply that is new says nothing of it, because its card does. */
function latenessOf({ key, method, record, source }: Attempt, lateness: Lateness, now: number): Look['late'] {
  const isSaid = method === 'update' || (method === 'post' && record.slot === source.root);
  const late = isSaid ? lateness.of(key, now) : undefined;
  return late && { ...late, isNew: record.shownAt === undefined };
}

async function toSend(
  attempt: Attempt,
  late: Look['late'],
  dependencies: WorkDependencies,
): Promise<Content | undefined> {
  const { doubts, records, store, styles, waits } = dependencies;
  const { key, method, record, source } = attempt;
  if (isTooLate(attempt, dependencies)) {
    await records.drop(record, source.forget);
    return undefined;
  }
  const rendering = await source.load(record, store);
  const content =
    rendering &&
    compose(rendering, {
      style: styles.of(key),
      ...(record.failure === undefined ? {} : { misplaced: record.failure }),
      ...(late === undefined ? {} : { late }),
    });
  // A file that was uploaded cannot be changed: what is new needs a slot of its own.
  const isSame = method === 'upload' || (content?.hash === record.shownHash && !doubts.has(key));
  const isShown = record.status === 'posted' && isSame;
  if (content !== undefined && !isShown) return content;
  // To forget the doubt would be to post it a second time once there is something to say again.
  if (method === 'post' && content === undefined && mayBeSent(attempt, waits))
    return { payload: { kind: 'nothing' }, hash: '', style: styles.of(key) };
  if (source.forget === undefined) await records.nothingToSend(record);
  else await records.drop(record, source.forget);
  return undefined;
}

function isTooLate({ source, record }: Attempt, { now, timing }: WorkDependencies): boolean {
  return source.forget !== undefined && now() - (record.dirtySince ?? now()) > timing.answerWithinMs;
}

async function settle(
  sent: Sent,
  attempt: Attempt,
  { content, late }: Prepared,
  { budgets, counters, doubts, lateness, now, records, styles, suspension, waits }: WorkDependencies,
): Promise<void> {
  const { channel, key, method, record, source } = attempt;
  const { kind } = record.subject;
  if (sent.kind === 'unknowable') {
    counters.count(kind, 'dropped');
    await records.drop(record, source.forget);
    return waits.forget(key);
  }
  if (sent.kind === 'absent') {
    await records.nothingToSend(record);
    return waits.forget(key);
  }
  suspension.end(channel);
  if (sent.kind === 'found') {
    await records.found(record, sent, source.onPlaced);
    budgets.learn(channel, sent.channel);
    return waits.forget(key);
  }
  const { hash, style } = content;
  if (source.forget !== undefined) await records.drop(record, source.forget);
  else {
    const isDoubtful = doubts.settle(key, now());
    const shown = { ...sent, hash, isDoubtful, seen: record.changes, at: now(), ...editedBy(attempt) };
    await records.shown(record, shown, source.onPlaced);
  }
  waits.forget(key);
  lateness.sent(key, late);
  if (hasPlan(content.payload)) styles.accepted(style);
  budgets.learn(channel, sent.channel);
  counters.count(kind, succeeded[method]);
  if (late !== undefined) counters.count(kind, 'late');
}

/** Most replies have nothing that a plain message lacks: that Slack takes them says nothing of plan blocks. */
function hasPlan(payload: Payload): boolean {
  return (
    payload.kind === 'message' &&
    payload.message.blocks.some((block) => 'type' in block && block.type === 'plan')
  );
}

function editedBy({ channel, method, record: { ts } }: Attempt): Pick<Shown, 'edited'> {
  return method === 'update' && ts !== undefined ? { edited: { channel, ts } } : {};
}
