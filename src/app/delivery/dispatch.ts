import type { MessageRecord, SubjectKind } from '../../ports.ts';
import { type Priority, priorities } from '../priorities.ts';
import { type Attempt, address, messageKey } from './attempt.ts';
import type { Target } from './budgets.ts';
import type { DeliveryMetrics } from './counters.ts';
import type { Pass } from './loop.ts';
import { mayBeSent } from './sending.ts';
import type { SubjectSources } from './subject-source.ts';
import { createTraffic } from './traffic.ts';
import { endOf } from './wait.ts';
import { createWork, type WorkDependencies } from './work.ts';

type Track = (work: Promise<void>) => void;

export interface Dispatch {
  /** Starts what the budgets allow, most urgent first; answers when the clock alone allows more. */
  look(pass: Pass, track: Track): Promise<number | undefined>;
  depth(): Pick<DeliveryMetrics, 'queued' | 'inFlight' | 'oldestDirtySince' | 'oldestCardDirtySince'>;
}

export interface DispatchDependencies extends WorkDependencies {
  readonly sources: SubjectSources;
}

/** 100 rollouts with their replies. Of more than that, one look sees of each channel what is most urgent there. */
const maxLooked = 2_000;

type Step =
  | { readonly kind: 'started' }
  | { readonly kind: 'passed-over' }
  | { readonly kind: 'wait'; readonly until: number };

const passedOver: Step = { kind: 'passed-over' };

export function createDispatch(dependencies: DispatchDependencies): Dispatch {
  const {
    budgets,
    doubts,
    lateness,
    log,
    now,
    records,
    reported,
    sources,
    store,
    suspension,
    timing,
    waits,
  } = dependencies;
  const work = createWork(dependencies);
  const traffic = createTraffic(timing, suspension);
  let queued: readonly MessageRecord[] = [];
  /** How many of them Slack has not put off. */
  let waiting = 0;
  let isFirst = true;

  async function consider(record: MessageRecord, track: Track): Promise<Step> {
    const key = messageKey(record);
    // The end of what is on its way makes for another look.
    if (traffic.isOutdated(key)) return passedOver;
    const source = sources[record.subject.kind];
    if (source === undefined) return passOverUnknown(record);
    const blockedUntil = Math.max(suspension.until(now()), waits.until(key, now()), restsUntil(record));
    if (blockedUntil > now()) return { kind: 'wait', until: blockedUntil };
    const addressed = await address(record, source, store);
    switch (addressed.kind) {
      case 'ready':
        return considerAttempt(addressed.attempt, track);
      case 'waits-for-root':
        return hasten(record, addressed.root, track);
      case 'root-unwanted':
        // What says nothing either is written down as such: it would wait for ever.
        await work.prepare(addressed.attempt);
        return passedOver;
      case 'root-broken':
        await records.brokenWithRoot(record, source.root ?? record.slot);
        return passedOver;
      default:
        return addressed satisfies never;
    }
  }

  async function considerAttempt(attempt: Attempt, track: Track): Promise<Step> {
    const { key, record } = attempt;
    const demand = { priority: record.priority, waiting };
    const readyAt = Math.max(...spent(attempt).map((target) => budgets.readyAt(target, demand, now())));
    if (readyAt <= now()) return traffic.hasRoom(attempt) ? begin(attempt, track) : passedOver;
    // The same once more, to make sure of it, leaves nothing behind.
    const isRepeat = record.priority === priorities.trickle && doubts.has(key);
    if (!isRepeat) lateness.blocked(key, now());
    if (attempt.threadTs === undefined || readyAt - now() <= timing.pingWithinMs) {
      return { kind: 'wait', until: readyAt };
    }
    // Its channel is full: the message that it replies to can be edited meanwhile, and says the same.
    const { root = record.slot } = attempt.source;
    const said = await hasten(record, await store.message(record.subject, root), track);
    if (said.kind === 'started') return said;
    return { kind: 'wait', until: said.kind === 'wait' ? Math.min(readyAt, said.until) : readyAt };
  }

  async function readQueue(): Promise<void> {
    queued = await store.dirtyMessages(maxLooked);
    waiting = queued.filter((record) => !isPutOff(record)).length;
    // Whoever delivered before may have been killed between an edit and the word of it.
    if (isFirst) for (const record of queued) doubts.doubt(messageKey(record), now());
    isFirst = false;
  }

  function isPutOff({ channel, ts }: MessageRecord): boolean {
    return budgets.isPaused({ method: ts === undefined ? 'post' : 'update', channel }, now());
  }

  /** What it takes of which budgets. */
  function spent(attempt: Attempt): readonly Target[] {
    const { channel } = attempt;
    return mayBeSent(attempt, waits) ? [attempt, { method: 'look', channel }] : [attempt];
  }

  /** What somebody must hear of now makes its root as urgent. */
  async function hasten(reply: MessageRecord, root: MessageRecord | undefined, track: Track): Promise<Step> {
    const isOwed = root !== undefined && (root.dirtySince !== undefined || root.status === 'posting');
    if (!isOwed || reply.priority !== priorities.urgent) return passedOver;
    return consider({ ...root, priority: priorities.urgent }, track);
  }

  function passOverUnknown({ subject: { kind } }: MessageRecord): Step {
    if (!reported(`no source of ${kind}`))
      log.error({ kind }, 'Messages of this kind wait: this version of Shipmate cannot show them');
    return passedOver;
  }

  /** Counts that merely move are no news until what is shown has grown old. */
  function restsUntil({ priority, shownAt }: MessageRecord): number {
    if (priority < priorities.trickle || shownAt === undefined) return 0;
    return endOf({ from: shownAt, until: shownAt + timing.trickleMs }, now());
  }

  async function begin(attempt: Attempt, track: Track): Promise<Step> {
    const { key } = attempt;
    const leave = traffic.enter(attempt);
    const prepared = await work.prepare(attempt);
    if (prepared === undefined) {
      leave();
      // Unless nothing was to be sent, rendering failed and is tried again.
      const until = waits.until(key, now());
      return until > now() ? { kind: 'wait', until } : passedOver;
    }
    const targets = spent(attempt);
    for (const target of targets) budgets.take(target);
    const settle = () => {
      for (const target of targets) budgets.answered(target, now());
      leave();
    };
    track(work.deliver(attempt, prepared).finally(settle));
    return { kind: 'started' };
  }

  return {
    async look(pass, track) {
      traffic.beginLook();
      await readQueue();
      let wakeAt: number | undefined;
      for (const record of queued) {
        if (pass.isOver() || traffic.isFull(record.priority)) break;
        const step = await consider(record, track);
        if (step.kind === 'wait') wakeAt = Math.min(step.until, wakeAt ?? step.until);
        // Nothing that has come since overtakes what is urgent.
        if (step.kind === 'started' && record.priority > priorities.urgent && pass.isOutdated()) break;
      }
      return wakeAt;
    },

    depth() {
      const oldest = oldestOf(queued);
      const oldestCard = oldestOf(queued, 'card');
      return {
        queued: depthByPriority(queued),
        inFlight: traffic.size(),
        ...(oldest === undefined ? {} : { oldestDirtySince: oldest }),
        ...(oldestCard === undefined ? {} : { oldestCardDirtySince: oldestCard }),
      };
    },
  };
}

function depthByPriority(queued: readonly MessageRecord[]): DeliveryMetrics['queued'] {
  const depth = (wanted: Priority) => queued.filter(({ priority }) => priority === wanted).length;
  return {
    urgent: depth(priorities.urgent),
    newCard: depth(priorities.newCard),
    evidence: depth(priorities.evidence),
    progress: depth(priorities.progress),
    trickle: depth(priorities.trickle),
  };
}

function oldestOf(queued: readonly MessageRecord[], kind?: SubjectKind): number | undefined {
  const times = queued
    .filter(({ subject }) => kind === undefined || subject.kind === kind)
    .flatMap(({ dirtySince }) => dirtySince ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
