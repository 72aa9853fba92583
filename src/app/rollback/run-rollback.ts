import type { Card, Release, Rollout } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { isInTrouble } from '../../domain/release/follow-rollout.ts';
import { settleCard } from '../../domain/release/settle-card.ts';
import { hasSteps, isOwed, type RollbackRun } from '../../domain/rollback/rollback.ts';
import type { RollbackFailure } from '../../domain/rollback/rollback-failure.ts';
import {
  isOpen,
  isUntold,
  planSuspension,
  runKey,
  type Suspension,
} from '../../domain/rollback/suspension.ts';
import { TransientError } from '../../errors.ts';
import type { ExecutorOf, WayBackRequest, WayBackResult } from '../../ports.ts';
import { cardUrl } from '../card-url.ts';
import type { Desk } from '../desk.ts';
import { putCard, refileCard } from '../put-card.ts';
import { evidenceOf } from './evidence.ts';
import { isBegunElsewhere, isUnknown, moveRun, type Outcome, outcomeOf, unanswered } from './run-outcome.ts';

export interface RunRollback {
  /**
   * Carries out a rollback that was accepted, or asks again how far one is that waits for something outside the
   * cluster; safe to call again. Never rejects: what goes wrong is on the card.
   */
  run(cardId: string, offerId: string): Promise<void>;
  /** Asks again about everything that waits. */
  tick(): Promise<void>;
  /** Ends retries and waits for what is under way; what is not carried out is taken up by the next start. */
  stop(): Promise<void>;
}

const attempts = 3;
const pauseMs = 500;
/** A merge or a release tool takes minutes; somebody who watches the card still sees it move. */
const askAgainMs = 5_000;

interface Found {
  readonly card: Card;
  readonly release: Release;
  readonly rollout: Rollout;
  readonly run: RollbackRun;
}

/** What is to be done, once it was checked that it is still to be done. */
interface Task extends Found {
  /** Whether its executor was asked before, and nobody knows what it made of that. */
  readonly mayHaveActed: boolean;
  /** Why it may not be begun any more; what was begun is gone on with all the same. */
  readonly obstacle?: RollbackFailure;
}

/**
 * Carries out accepted rollbacks. Executors test the revision they leave and act once a key, so asking again after an
 * unknown outcome cannot act twice: `already-there` tells that the first one went through.
 */
export function createRunRollback(
  desk: Desk,
  executorOf: ExecutorOf,
  wait: (ms: number, signal: AbortSignal) => Promise<unknown>,
  workspaceUrl: () => string | undefined = () => undefined,
): RunRollback {
  const { store, serial, clock, log, settings } = desk;
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  const waiting = new Map<string, { readonly cardId: string; readonly askAt: number }>();

  async function run(cardId: string, offerId: string): Promise<void> {
    if (stopping.signal.aborted) return;
    const before = underWay.get(offerId) ?? Promise.resolve();
    const work = before
      .then(() => carryOut(cardId, offerId))
      .catch((error: unknown) => {
        log.error({ err: error, cardId }, 'an accepted rollback could not be carried out; it is tried again');
      });
    underWay.set(offerId, work);
    await work;
    if (underWay.get(offerId) === work) underWay.delete(offerId);
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    const due = [...waiting].filter(([, { askAt }]) => askAt <= now);
    await Promise.all(due.map(([offerId, { cardId }]) => run(cardId, offerId)));
  }

  async function carryOut(cardId: string, offerId: string): Promise<void> {
    // What was asked for again while it was under way may find that it is over here.
    if (stopping.signal.aborted) return;
    waiting.delete(offerId);
    const service = (await store.card(cardId))?.owner.service;
    if (service === undefined) return;
    const task = await serial.run(service, () => begin(cardId, offerId));
    if (task === undefined) return;
    const outcome = await ask(task);
    if (outcome.kind === 'left') return;
    await serial.run(service, () => conclude(task, outcome));
    if (outcome.kind === 'waits') waiting.set(offerId, { cardId, askAt: clock.now() + askAgainMs });
  }

  /** Undefined when there is nothing to do any more; why not is then on the card. */
  async function begin(cardId: string, offerId: string): Promise<Task | undefined> {
    const card = await store.card(cardId);
    const found = card === undefined ? undefined : findRun(card, offerId);
    if (found === undefined) return undefined;
    const { run } = found;
    const task: Task = { ...found, mayHaveActed: run.askedAt !== undefined && run.waiting === undefined };
    const obstacle = obstacleTo(task);
    if (obstacle === undefined) return await plan(task);
    if (hasSteps(run)) return { ...task, obstacle };
    // What was begun is seen through whatever became of the rollout meanwhile.
    if (run.waiting !== undefined || isUntold(run)) return await plan(task);
    // Who was asked may have acted, and says whether that is so.
    if (run.askedAt !== undefined) return await plan({ ...task, obstacle });
    await giveUp(task, obstacle);
    return undefined;
  }

  /** Nothing was changed for it; unless another replica has begun to ask by now, which then knows better. */
  function giveUp({ card, run }: Task, failure: RollbackFailure): Promise<void> {
    const context = { now: clock.now(), lockMs: settings.lockMs };
    return change(card.id, (before) =>
      findRun(before, run.offerId)?.run.askedAt === undefined
        ? moveRun(before, run, { kind: 'failed', failure }, context)
        : before,
    );
  }

  /**
   * Stored before anybody is asked: a process that dies after that leaves a run of which it is known that it may have been
   * carried out, and a suspension of Flux that somebody ends. Undefined while another suspension ends.
   */
  async function plan(task: Task): Promise<Task | undefined> {
    const { card, run } = task;
    if (isEnding(run)) return undefined;
    const isForRun = run.way.kind === 'suspend-and-undo';
    if (isForRun && run.waiting !== undefined && run.suspension?.ended !== undefined) {
      await conclude(task, { kind: 'failed', failure: { kind: 'managed' } });
      return undefined;
    }
    if (toBeAsked(run, clock.now()) === run) return task;
    const planned = await store.transaction(async (session) => {
      const before = await session.card(card.id);
      if (before === undefined) return undefined;
      const now = clock.now();
      // Into the run as it is by then: another replica may have carried it out, or somebody ended it.
      const after = mapRollouts(before, (rollout) => {
        const { rollback } = rollout;
        if (rollback === undefined || runKey(rollback) !== runKey(run) || !isOwed(rollback)) return rollout;
        return { ...rollout, rollback: toBeAsked(rollback, now) };
      });
      // Nothing of it is shown, so nobody waits for a message.
      await refileCard(session, desk, after, now);
      return findRun(after, run.offerId);
    });
    // The same button may have been pressed again by then.
    if (planned === undefined || runKey(planned.run) !== runKey(run)) return undefined;
    return isEnding(planned.run) ? undefined : { ...task, ...planned };
  }

  /** A click is not carried out whenever it happens to be found: what it was for must still be so. */
  function obstacleTo({ rollout, run: { requestedAt, approval } }: Task): RollbackFailure | undefined {
    if (clock.now() >= (approval?.at ?? requestedAt) + settings.deadlineMs) return { kind: 'overdue' };
    return isInTrouble(rollout) ? undefined : { kind: 'healthy-again' };
  }

  async function ask(task: Task): Promise<Outcome> {
    const { workload } = task.rollout;
    const executor = executorOf(workload.cluster, task.run.way.kind);
    if (executor === undefined) return withoutExecutor(task);
    const url = await cardUrl(store, workspaceUrl(), task.card.id);
    const request = { ...toRequest(task), ...(url === undefined ? {} : { cardUrl: url }) };
    let { mayHaveActed } = task;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result: WayBackResult = await executor.carryOut(request);
        return outcomeOf(result, task.run, { obstacle: task.obstacle, mayHaveActed });
      } catch (error) {
        log.warn({ err: error, workload, attempt }, 'a rollback was not answered');
        mayHaveActed ||= isUnknown(error);
        const outcome = await pauseAfter(error, attempt, { ...task, mayHaveActed });
        if (outcome !== undefined) return outcome;
      }
    }
  }

  /** Undefined after a pause that makes another attempt worth it. */
  async function pauseAfter(
    error: unknown,
    attempt: number,
    { rollout, run, mayHaveActed }: Task,
  ): Promise<Outcome | undefined> {
    if (error instanceof TransientError && error.code === 'not_leading') return { kind: 'left' };
    if (!stopping.signal.aborted) {
      const isWorthRepeating = error instanceof TransientError && attempt < attempts;
      if (!isWorthRepeating)
        return unanswered(error, run, { cluster: rollout.workload.cluster, mayHaveActed });
      await wait(error.retryAfterMs ?? pauseMs * attempt, stopping.signal).catch(() => undefined);
    }
    return stopping.signal.aborted ? { kind: 'left' } : undefined;
  }

  function conclude({ card, run }: Task, outcome: Outcome): Promise<void> {
    const context = { now: clock.now(), lockMs: settings.lockMs };
    return change(card.id, (before) => moveRun(before, run, outcome, context));
  }

  async function change(cardId: string, move: (before: Card) => Card): Promise<void> {
    const changed = await store.transaction(async (session) => {
      const before = await session.card(cardId);
      if (before === undefined) return undefined;
      const now = clock.now();
      const after = settleCard(move(before), before, now);
      return (await putCard(session, desk, { before, after, now })) ? after : undefined;
    });
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(underWay.values());
  }

  return { run, tick, stop };
}

/** What is still to be done of a rollback, or of which nobody knows how far it came. */
function findRun(card: Card, offerId: string): Found | undefined {
  for (const release of card.releases) {
    for (const rollout of release.rollouts) {
      const run = rollout.rollback;
      if (run === undefined || run.offerId !== offerId) continue;
      if (isOwed(run) || isUntold(run)) return { card, release, rollout, run };
    }
  }
  return undefined;
}

/** Nobody is there any more who could be asked. */
function withoutExecutor({ rollout, mayHaveActed }: Task): Outcome {
  const kind = mayHaveActed ? 'outcome-unknown' : 'cluster-not-watched';
  return { kind: 'failed', failure: { kind, cluster: rollout.workload.cluster } };
}

/** As it is stored before its executor is asked. */
function toBeAsked(run: RollbackRun, now: number): RollbackRun {
  const planned = planSuspension(run, now);
  return planned.askedAt === undefined ? { ...planned, askedAt: now } : planned;
}

function toRequest({ card, release, rollout, run, obstacle }: Task): WayBackRequest {
  const { way, target, targetLabel, by, approval, reason, suspension } = run;
  const evidence = evidenceOf(rollout, card.version.label);
  return {
    key: runKey(run),
    service: card.owner.service,
    environment: release.environment,
    workload: rollout.workload,
    workloadUid: rollout.workloadUid,
    way,
    current: rollout.revision,
    currentLabel: card.version.label,
    target,
    targetLabel,
    by,
    ...(approval === undefined ? {} : { approvedBy: approval.by }),
    ...(reason === undefined ? {} : { reason }),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(suspension === undefined ? {} : { suspension: plannedOf(suspension) }),
    ...(run.deletesStuckPods === true ? { deletesStuckPods: true } : {}),
    ...(obstacle === undefined ? {} : { takesUpOnly: true }),
    ...(isBegunElsewhere(run) ? { isBegun: true } : {}),
  };
}

function isEnding({ suspension }: RollbackRun): boolean {
  return isOpen(suspension) && suspension.endAsked !== undefined;
}

function plannedOf({ key, from, until }: Suspension) {
  return { key, from, until };
}
