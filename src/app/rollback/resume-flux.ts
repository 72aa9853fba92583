import type { Card } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { rolloutsOf, settleCard } from '../../domain/release/settle-card.ts';
import type { RollbackRun } from '../../domain/rollback/rollback.ts';
import {
  endSuspension,
  isOpen,
  isToAskGit,
  noteGit,
  type Suspension,
  type SuspensionTrouble,
  suspendedObject,
  troubleSuspension,
} from '../../domain/rollback/suspension.ts';
import type { FluxControlOf, ResumeRequest, ResumeResult, StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { priorities } from '../priorities.ts';
import { putCard } from '../put-card.ts';
import type { CardChange } from '../quiet/hush-card.ts';
import { stuckFluxSubject } from '../subjects/operator-subject.ts';

export interface ResumeFlux {
  /** Begins what a card that has changed, or was found, asks of Flux: to resume, or what git has for it. Never rejects. */
  consider(card: Card): void;
  /** Tries again what failed. To be called now and then. */
  tick(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** A suspension, and where it is told of. */
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
  controlOf: FluxControlOf,
  isOurs: (cluster: string) => boolean,
): ResumeFlux {
  const { store, serial, clock, log } = desk;
  const underWay = new Map<string, Promise<void>>();
  const failures = new Map<string, Attempts>();
  let isStopping = false;

  function consider(card: Card): void {
    for (const resumption of resumptionsOf(card, isOurs)) {
      if (!failures.has(resumption.key)) void begin(resumption);
    }
    for (const question of suspensionsOf(card, isOurs, isToAskGit)) {
      void track(`${question.key}/git`, () => askGit(question));
    }
  }

  /** Whether what Flux will apply is still what was rolled back; asked once, for the reminder. */
  async function askGit(question: Resumption): Promise<void> {
    const { cluster, cardId } = question;
    const asked = controlOf(cluster)?.sourceNews(question) ?? Promise.resolve('unknown' as const);
    const git = await asked.catch((error: unknown) => {
      log.warn({ err: error, cluster, cardId }, 'it could not be found out whether git has moved on');
      return 'unknown' as const;
    });
    await change(question, (run) => noteGit(run, git));
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    const due = [...failures.values()].filter(({ nextAt }) => nextAt <= now);
    await Promise.all(due.map(({ resumption }) => begin(resumption)));
  }

  function begin(resumption: Resumption): Promise<void> {
    const work = () =>
      attempt(resumption).catch((error: unknown) => {
        note(resumption);
        throw error;
      });
    return track(resumption.key, work);
  }

  /** One at a time of each. */
  function track(key: string, begin: () => Promise<void>): Promise<void> {
    const already = underWay.get(key);
    if (already !== undefined || isStopping) return already ?? Promise.resolve();
    const work = begin()
      .catch((error: unknown) => {
        const what = 'what became of a suspension of Flux could not be stored; it is tried again';
        log.error({ err: error, key }, what);
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
    const resumer = controlOf(cluster);
    if (resumer === undefined) return { kind: 'cluster-not-watched', since };
    try {
      const result: ResumeResult = await resumer.resume({ ...resumption, isFresh: true });
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

  /** In the fallback channel, once: the owners of the service may not be those who can help. */
  async function tellOperator(session: StoreSession, resumption: Resumption, change: CardChange) {
    const { before, after, now: at } = change;
    const trouble = troubleOf(after, resumption.key);
    const channel = desk.settings.catalog.fallbackChannel;
    if (trouble === undefined || troubleOf(before, resumption.key) !== undefined) return;
    if (channel === undefined || channel === after.owner.channel) return;
    const subject = stuckFluxSubject(trouble.kind, resumption);
    await session.markDirty({ subject, slot: 'line', channel, priority: priorities.evidence, at });
  }

  async function change(resumption: Resumption, move: (run: RollbackRun) => RollbackRun) {
    const { cardId, service, key } = resumption;
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
        await tellOperator(session, resumption, { before, after, now });
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

function troubleOf(card: Card | undefined, key: string): SuspensionTrouble | undefined {
  const runs = rolloutsOf(card).map(({ rollback }) => rollback?.suspension);
  return runs.find((suspension) => suspension?.key === key)?.trouble;
}

/** The suspensions of a card that are to end now, in the clusters that are asked for. */
export function resumptionsOf(card: Card, isAskedFor: (cluster: string) => boolean): readonly Resumption[] {
  return suspensionsOf(
    card,
    isAskedFor,
    (suspension) => isOpen(suspension) && suspension.endAsked !== undefined,
  );
}

function suspensionsOf(
  card: Card,
  isAskedFor: (cluster: string) => boolean,
  isMeant: (suspension: Suspension) => boolean,
): readonly Resumption[] {
  return rolloutsOf(card).flatMap(({ workload: { cluster }, rollback }) => {
    const { suspension } = rollback ?? {};
    const flux = rollback && suspendedObject(rollback);
    if (suspension === undefined || flux === undefined) return [];
    if (!isAskedFor(cluster) || !isMeant(suspension)) return [];
    const { owner, object } = flux;
    return [{ key: suspension.key, owner, object, cluster, cardId: card.id, service: card.owner.service }];
  });
}
