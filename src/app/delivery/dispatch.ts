import type { MessageRecord } from '../../ports.ts';
import { type Addressed, type Attempt, address, messageKey } from './attempt.ts';
import type { DeliveryMetrics } from './counters.ts';
import type { Pass } from './loop.ts';
import { createWork, type WorkDependencies } from './work.ts';

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

const passedOver: Step = { kind: 'passed-over' };

export function createDispatch(dependencies: WorkDependencies): Dispatch {
  const { budgets, now, records, store, suspension, timing, waits } = dependencies;
  const work = createWork(dependencies);
  const inFlight = new Set<string>();
  let queued: readonly MessageRecord[] = [];

  /** Verdicts and problems find room when progress has filled it; a bot that Slack refused tries one at a time. */
  function hasRoom(priority: number): boolean {
    if (suspension.isActive()) return inFlight.size === 0;
    return inFlight.size < (priority === 0 ? 2 * timing.maxInFlight : timing.maxInFlight);
  }

  async function consider(record: MessageRecord, track: Track): Promise<Step> {
    const key = messageKey(record);
    if (inFlight.has(key)) return passedOver;
    const blockedUntil = Math.max(suspension.until(), waits.until(key));
    if (blockedUntil > now()) return { kind: 'wait', until: blockedUntil };
    const addressed = await address(record, store);
    if (addressed.kind !== 'ready') return passOver(addressed, record);
    const { attempt } = addressed;
    const readyAt = budgets.readyAt(attempt, record.priority, now());
    if (readyAt > now()) return { kind: 'wait', until: readyAt };
    return begin(attempt, track);
  }

  async function passOver(addressed: Addressed, record: MessageRecord): Promise<Step> {
    if (addressed.kind === 'card-broken') await records.broken(record, 'card_broken');
    return passedOver;
  }

  async function begin(attempt: Attempt, track: Track): Promise<Step> {
    const { key } = attempt;
    inFlight.add(key);
    const content = await work.prepare(attempt);
    if (content === undefined) {
      inFlight.delete(key);
      // Unless nothing was to be sent, rendering failed and is tried again.
      const until = waits.until(key);
      return until > now() ? { kind: 'wait', until } : passedOver;
    }
    budgets.take(attempt, now());
    track(work.deliver(attempt, content).finally(() => inFlight.delete(key)));
    return { kind: 'started' };
  }

  return {
    async look(pass, track) {
      queued = await store.dirtyMessages(maxLooked);
      let wakeAt: number | undefined;
      for (const record of queued) {
        if (!hasRoom(record.priority)) break;
        const step = await consider(record, track);
        if (step.kind === 'wait') wakeAt = Math.min(step.until, wakeAt ?? step.until);
        if (step.kind === 'started' && pass.isOutdated()) break;
      }
      return wakeAt;
    },

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
