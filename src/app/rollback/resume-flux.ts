import type { Card } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { rolloutsOf, settleCard } from '../../domain/release/settle-card.ts';
import type { RollbackRun } from '../../domain/rollback/rollback.ts';
import {
  endSuspension,
  isOpen,
  type SuspensionTrouble,
  troubleSuspension,
} from '../../domain/rollback/suspension.ts';
import type { ResumeRequest, ResumeResult, ResumerOf } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';

export interface ResumeFlux {
  /** Begins to end what is to end on a card that has changed, or was found. Never rejects. */
  consider(card: Card): void;
  /** Tries again what failed. To be called now and then. */
  tick(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** A suspension that is to end now. */
export interface Resumption extends ResumeRequest {
  readonly cardId: string;
  readonly service: string;
  readonly cluster: string;
}

interface Attempts {
  readonly resumption: Resumption;
  readonly failed: number;
  readonly nextAt: number;
}

const againAfterMs = 5_000;
/** What passes by itself within this many attempts is not worth a word. */
const quietFailures = 3;

/** Flux applies again once its suspension is over. Only ours is taken off, and what fails is tried until it is done. */
export function createResumeFlux(
  desk: Desk,
  resumerOf: ResumerOf,
  isOurs: (cluster: string) => boolean,
): ResumeFlux {
  const { store, serial, clock, log } = desk;
  const underWay = new Map<string, Promise<void>>();
  const failures = new Map<string, Attempts>();
  let isStopping = false;

  function consider(card: Card): void {
    for (const resumption of resumptionsOf(card, isOurs)) {
      if (!failures.has(resumption.key)) begin(resumption);
    }
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    const due = [...failures.values()].filter(({ nextAt }) => nextAt <= now);
    await Promise.all(due.map(({ resumption }) => begin(resumption)));
  }

  function begin(resumption: Resumption): Promise<void> {
    const { key, cardId } = resumption;
    const already = underWay.get(key);
    if (already !== undefined || isStopping) return already ?? Promise.resolve();
    const work = attempt(resumption)
      .catch((error: unknown) => {
        log.error(
          { err: error, cardId },
          'the end of a suspension of Flux could not be stored; it is tried again',
        );
        note(resumption);
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, work);
    return work;
  }

  async function attempt(resumption: Resumption): Promise<void> {
    const result = await ask(resumption);
    if (typeof result === 'string') {
      await change(resumption, (run) => endSuspension(run, result, clock.now()));
      failures.delete(resumption.key);
      return;
    }
    const failed = note(resumption);
    const isWorthAWord = result.kind !== 'no-answer' || failed >= quietFailures;
    if (isWorthAWord) await change(resumption, (run) => troubleSuspension(run, result));
  }

  async function ask(resumption: Resumption): Promise<'resumed' | 'not-held' | SuspensionTrouble> {
    const { cluster, owner, object, cardId } = resumption;
    const since = clock.now();
    const resumer = resumerOf(cluster);
    if (resumer === undefined) return { kind: 'cluster-not-watched', since };
    try {
      const result: ResumeResult = await resumer.resume(resumption);
      if (result.kind !== 'forbidden') return result.kind;
      const { rule } = result;
      log.error({ cluster, owner, object, rule, cardId }, 'Flux stays suspended: a right is missing');
      return { kind: 'forbidden', since, rule };
    } catch (error) {
      log.error(
        { err: error, cluster, owner, object, cardId },
        'Flux could not be resumed; it is tried again',
      );
      return { kind: 'no-answer', since };
    }
  }

  /** How often it has failed. */
  function note(resumption: Resumption): number {
    const failed = (failures.get(resumption.key)?.failed ?? 0) + 1;
    failures.set(resumption.key, { resumption, failed, nextAt: clock.now() + againAfterMs });
    return failed;
  }

  async function change({ cardId, service, key }: Resumption, move: (run: RollbackRun) => RollbackRun) {
    const changed = await serial.run(service, () =>
      store.transaction(async (session) => {
        const before = await session.card(cardId);
        if (before === undefined) return undefined;
        const now = clock.now();
        const moved = mapRollouts(before, (rollout) =>
          rollout.rollback?.suspension?.key === key
            ? { ...rollout, rollback: move(rollout.rollback) }
            : rollout,
        );
        const after = settleCard(moved, before, now);
        return (await putCard(session, desk, { before, after, now })) ? after : undefined;
      }),
    );
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  return {
    consider,
    tick,
    async stop() {
      isStopping = true;
      await Promise.all(underWay.values());
    },
  };
}

/** The suspensions of a card that are to end now, in the clusters that are asked for. */
export function resumptionsOf(card: Card, isAskedFor: (cluster: string) => boolean): readonly Resumption[] {
  return rolloutsOf(card).flatMap(({ workload, rollback }) => {
    const { suspension, way } = rollback ?? {};
    if (!isOpen(suspension) || suspension.endAsked === undefined || way?.kind !== 'suspend-and-undo')
      return [];
    const { cluster } = workload;
    if (!isAskedFor(cluster)) return [];
    const { owner, object } = way;
    return [{ key: suspension.key, owner, object, cluster, cardId: card.id, service: card.owner.service }];
  });
}
