import type { Chat, MessageRecord, Store } from '../../ports.ts';
import { type Attempt, address, messageKey } from './attempt.ts';
import { type Content, compose, type Render } from './content.ts';
import type { DeliveryMetrics } from './counters.ts';
import type { Pass } from './loop.ts';
import { type ReactDependencies, react } from './react.ts';
import { type Sent, send } from './send.ts';

interface DispatchDependencies extends ReactDependencies {
  readonly chat: Chat;
  readonly render: Render;
  readonly store: Store;
}

type Track = (work: Promise<void>) => void;

export interface Dispatch {
  /** Starts what the budgets allow, most urgent first; answers when the clock alone allows more. */
  look(pass: Pass, track: Track): Promise<number | undefined>;
  depth(): Pick<DeliveryMetrics, 'queued' | 'inFlight' | 'oldestDirtySince'>;
}

/** More than could ever wait: 100 rollouts with their replies. */
const maxLooked = 2_000;

type Step =
  | { readonly kind: 'started' }
  | { readonly kind: 'passed-over' }
  | { readonly kind: 'wait'; readonly until: number };

export function createDispatch(dependencies: DispatchDependencies): Dispatch {
  const { budgets, counters, now, records, render, store, styles, suspension, timing, waits } = dependencies;
  const inFlight = new Set<string>();
  let queued: readonly MessageRecord[] = [];

  async function look(pass: Pass, track: Track): Promise<number | undefined> {
    queued = await store.dirtyMessages(maxLooked);
    let wakeAt: number | undefined;
    for (const record of queued) {
      if (!hasRoom(record.priority)) break;
      const step = await consider(record, track);
      if (step.kind === 'wait') wakeAt = Math.min(step.until, wakeAt ?? step.until);
      if (step.kind === 'started' && pass.isOutdated()) break;
    }
    return wakeAt;
  }

  /** Verdicts and problems find room when progress has filled it; a bot that Slack refused tries one at a time. */
  function hasRoom(priority: number): boolean {
    if (suspension.isActive()) return inFlight.size === 0;
    return inFlight.size < (priority === 0 ? 2 * timing.maxInFlight : timing.maxInFlight);
  }

  async function consider(record: MessageRecord, track: Track): Promise<Step> {
    const key = messageKey(record);
    if (inFlight.has(key)) return { kind: 'passed-over' };
    const blockedUntil = Math.max(suspension.until(), waits.until(key));
    if (blockedUntil > now()) return { kind: 'wait', until: blockedUntil };
    const addressed = await address(record, store);
    if (addressed.kind === 'waits-for-card') return { kind: 'passed-over' };
    if (addressed.kind === 'card-broken') {
      await records.broken(record, 'card_broken');
      return { kind: 'passed-over' };
    }
    const { attempt } = addressed;
    const readyAt = budgets.readyAt(attempt, record.priority, now());
    if (readyAt > now()) return { kind: 'wait', until: readyAt };
    inFlight.add(key);
    const content = await prepare(attempt);
    if (content === undefined) {
      inFlight.delete(key);
      // Unless nothing was to be sent, rendering failed and is tried again.
      const until = waits.until(key);
      return until > now() ? { kind: 'wait', until } : { kind: 'passed-over' };
    }
    budgets.take(attempt, now());
    track(deliver(attempt, content).finally(() => inFlight.delete(key)));
    return { kind: 'started' };
  }

  /** What to send; undefined when there is nothing, which is then written down. */
  async function prepare(attempt: Attempt): Promise<Content | undefined> {
    const { key, record } = attempt;
    try {
      const card = await store.card(record.cardId);
      const content = card && compose(render, { card, record, style: styles.of(key) });
      const isShown = record.status === 'posted' && content?.hash === record.shownHash;
      if (content !== undefined && !isShown) return content;
      counters.count('unchanged');
      waits.forget(key);
      await records.nothingToSend(record, card);
    } catch (error) {
      await fail(error, attempt, undefined);
    }
    return undefined;
  }

  async function deliver(attempt: Attempt, content: Content): Promise<void> {
    try {
      const sent = await send(attempt, content, dependencies);
      await settle(sent, attempt, content);
    } catch (error) {
      await fail(error, attempt, content);
    }
  }

  async function settle(sent: Sent, attempt: Attempt, content: Content): Promise<void> {
    suspension.end();
    if (sent.kind === 'found') await records.found(attempt.record, sent.ts);
    else await records.shown(attempt.record, { ...sent, hash: content.hash, seen: content.card });
    waits.forget(attempt.key);
    if (sent.kind === 'found') return;
    styles.accepted(content.style);
    budgets.learn(attempt.channel, sent.channel);
    counters.count(attempt.method === 'post' ? 'posted' : 'updated');
  }

  /** Never throws: whatever happens to one message, the others go on. */
  async function fail(error: unknown, attempt: Attempt, content: Content | undefined): Promise<void> {
    try {
      await react(error, attempt, content, dependencies);
    } catch (failure) {
      waits.putOff(attempt.key, now(), 0);
      dependencies.log.error(
        { err: failure, message: attempt.key },
        'What to do with a message could not be stored',
      );
    }
  }

  return {
    look,
    depth() {
      const oldest = queued.flatMap((record) => record.dirtySince ?? []);
      return {
        queued: queued.length,
        inFlight: inFlight.size,
        ...(oldest.length === 0 ? {} : { oldestDirtySince: Math.min(...oldest) }),
      };
    },
  };
}
