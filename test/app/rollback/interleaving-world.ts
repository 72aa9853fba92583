import { onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import type { Desk } from '../../../src/app/desk.ts';
import { createFollowWorkload } from '../../../src/app/follow-workload.ts';
import { createRollBack } from '../../../src/app/rollback/roll-back.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { createSecondWord } from '../../../src/app/rollback/second-word.ts';
import { createSerial } from '../../../src/app/serial.ts';
import { takeUpAgain } from '../../../src/app/take-up-again.ts';
import { rolloutsOf } from '../../../src/domain/release/settle-card.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import type { Store, WayBackExecutor } from '../../../src/ports.ts';
import { settings } from '../../domain/release/story.ts';
import { loud } from '../loud.ts';
import { createCluster, type Fate, type Write } from './interleaving-cluster.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** One thing that happens. `who` and `bot` are taken modulo what there is. */
export type Happening =
  | { readonly kind: 'confirm'; readonly who: number; readonly bot: number; readonly choice: number }
  | { readonly kind: 'approve' | 'decline'; readonly who: number; readonly bot: number }
  | { readonly kind: 'restart' | 'take-up' | 'look'; readonly bot: number }
  | { readonly kind: 'deploy'; readonly isReturn: boolean }
  | { readonly kind: 'fate'; readonly fate: Fate }
  | { readonly kind: 'pass'; readonly minutes: number };

interface Accepted {
  readonly key: string;
  readonly userId: string;
  readonly targetUid: string;
}

export interface InterleavingWorld {
  /** All of these at once. */
  happen(happenings: readonly Happening[]): Promise<void>;
  /** Lets everything that is under way come to its end, with a bot that has just started. */
  settle(): Promise<void>;
  readonly writes: readonly Write[];
  /** Of the cards of the version that is left: what became of the last rollback. */
  runs(): Promise<readonly RollbackRun[]>;
  readonly accepted: readonly Accepted[];
  /** By key: who agreed. */
  readonly approvals: ReadonlyMap<string, string>;
}

const people = ['U-ADA', 'U-LINUS', 'U-GRACE'];

/** v43 crashes after v40, v41 and v42 were healthy; two bots on one store, and an API server that can fail. */
export async function startInterleavingWorld(needsSecondPerson: boolean): Promise<InterleavingWorld> {
  let now = 1_000_000;
  const clock = { now: () => now };
  const store = await openStore({ path: ':memory:', clock });
  onTestFinished(() => store.close());
  const cluster = createCluster();
  const accepted: Accepted[] = [];
  const approvals = new Map<string, string>();
  const startOne = () => startBot({ store, clock, needsSecondPerson, executor: cluster.executor });
  const bots = [startOne(), startOne()];
  const bot = (index: number) => bots[index % bots.length] ?? startOne();

  for (const number of [40, 41, 42]) {
    cluster.deploy();
    now += 60_000;
    await bot(0).follow.observe(cluster.look(number > 40), number === 40);
  }
  cluster.deploy();
  now += 60_000;
  await bot(0).follow.observe(cluster.look(), false);
  // Everybody presses the button of v43's card, whatever has come meanwhile.
  const offerId = await offerOf(store);

  async function confirm({ who, bot: index, choice }: Extract<Happening, { kind: 'confirm' }>) {
    const userId = people[who % people.length] ?? '';
    const chosen = [undefined, 'rs-41', 'rs-40', 'rs-99'][choice % 4];
    const press = { offerId, userId, ...(chosen === undefined ? {} : { chosenUid: chosen }) };
    const answer = await bot(index).rollBack.accept(press);
    if (answer.kind === 'refused') return;
    const run = rolloutsOf(answer.card).find(({ rollback }) => rollback?.offerId === offerId)?.rollback;
    if (run === undefined) throw new Error('what was accepted is not on the card');
    const targetUid = chosen ?? 'rs-42';
    accepted.push({ key: `${offerId}-${run.requestedAt}`, userId, targetUid });
  }

  async function answer({ kind, who, bot: index }: Extract<Happening, { kind: 'approve' | 'decline' }>) {
    const userId = people[who % people.length] ?? '';
    const said = await bot(index).secondWord[kind]({ offerId, userId });
    if (said.kind === 'refused' || kind === 'decline') return;
    const run = rolloutsOf(said.card).find(({ rollback }) => rollback?.offerId === offerId)?.rollback;
    if (run !== undefined) approvals.set(`${offerId}-${run.requestedAt}`, userId);
  }

  async function happenOne(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'confirm':
        return confirm(happening);
      case 'approve':
      case 'decline':
        return answer(happening);
      case 'restart': {
        const index = happening.bot % bots.length;
        bots[index]?.die();
        bots[index] = startOne();
        return bots[index]?.takeUp();
      }
      case 'take-up':
        return bot(happening.bot).takeUp();
      case 'look':
        return bot(happening.bot)
          .follow.observe(cluster.look(), false)
          .then(() => undefined);
      case 'deploy':
        return cluster.deploy(happening.isReturn);
      case 'fate':
        return cluster.decide(happening.fate, () => {
          for (const index of bots.keys()) {
            bots[index]?.die();
            bots[index] = startOne();
          }
        });
      case 'pass':
        now += happening.minutes * 60_000;
        return;
      default:
        return happening satisfies never;
    }
  }

  return {
    writes: cluster.writes,
    async runs() {
      const cards = await store.recentCards('payments-api', 0);
      return cards.flatMap(rolloutsOf).flatMap(({ rollback }) => rollback ?? []);
    },
    accepted,
    approvals,
    async happen(happenings) {
      // A millisecond tells two requests for one offer apart, as it does in life.
      now += 1;
      await Promise.all(happenings.map(happenOne));
      await pause();
    },
    async settle() {
      await pause();
      for (const each of bots) each.die();
      cluster.decide('answered', () => undefined);
      const last = startOne();
      await last.takeUp();
      await last.follow.observe(cluster.look(), false);
      await last.takeUp();
    },
  };
}

async function offerOf(store: Store): Promise<string> {
  const cards = await store.recentCards('payments-api', 0);
  const rollouts = cards.flatMap(rolloutsOf);
  const offer = rollouts.find(({ revision: { number } }) => number === 43)?.offer;
  if (offer?.kind !== 'way-back') throw new Error('no way back was offered');
  return offer.id;
}

interface Parts {
  readonly store: Store;
  readonly clock: Desk['clock'];
  readonly needsSecondPerson: boolean;
  readonly executor: WayBackExecutor;
}

let ids = 0;

/** One process: what it has in memory dies with it, what it has stored does not. */
function startBot({ store, clock, needsSecondPerson, executor }: Parts) {
  let isDead = false;
  const desk: Desk = {
    store,
    clock,
    ids: {
      next: () => {
        ids += 1;
        return `id-${ids}`;
      },
    },
    log: silent,
    serial: createSerial(),
    settings: {
      ...settings,
      patience: 1,
      cardFreshMs: 3_600_000,
      catalog: { teams: [], services: [] },
      lockMs: 0,
      environmentOf: () => 'prod',
      quiet: loud,
      protectionOf: () => ({ isProtected: true, needsSecondPerson }),
      chooseWayFor: () => () => ({ kind: 'undo' }),
    },
    onCardChanged: () => undefined,
    onMarked: () => undefined,
  };
  const runRollback = createRunRollback(
    desk,
    () => ({
      carryOut: async (request) => {
        if (isDead) return new Promise<never>(() => undefined);
        return executor.carryOut(request);
      },
    }),
    async () => undefined,
  );
  const running: Promise<void>[] = [];
  const run = (cardId: string, offerId: string) => {
    const work = isDead ? Promise.resolve() : runRollback.run(cardId, offerId);
    running.push(work);
    return work;
  };
  const authorise = async ({ userId }: { readonly userId: string }) => ({
    permission: { isAllowed: true, rule: 'everybody', as: { kind: 'owner' } } as const,
    person: { userId, name: userId, emails: [] },
  });
  return {
    follow: createFollowWorkload(desk),
    rollBack: createRollBack(desk, authorise, { run }),
    secondWord: createSecondWord(desk, authorise, { run }),
    async takeUp() {
      const parts = {
        store,
        evidence: [],
        isOurs: () => true,
        log: silent,
        resumeFlux: { consider: () => undefined },
      };
      await takeUpAgain({ ...parts, runRollback: { ...runRollback, run } });
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, 20))]);
    },
    die() {
      isDead = true;
    },
  };
}

/** What was begun gets on its way. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
