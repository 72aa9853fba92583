import { createKeepCardsInTime } from '../../../src/app/keep-cards-in-time.ts';
import { putCard } from '../../../src/app/put-card.ts';
import { createResumeFlux } from '../../../src/app/rollback/resume-flux.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { createSerial } from '../../../src/app/serial.ts';
import { takeUpAgain } from '../../../src/app/take-up-again.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { settleCard } from '../../../src/domain/release/settle-card.ts';
import { isHeldNow } from '../../../src/domain/rollback/suspension.ts';
import { TransientError } from '../../../src/errors.ts';
import type { FluxControl, WayBackExecutor, WayBackResult } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play, revision } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

/** What becomes of one write: it goes through, with its answer or without; it does not; or the bot dies around it. */
export type Fate = 'answered' | 'refused' | 'lost' | 'not-done' | 'dies-before' | 'dies-after';

export type Step =
  | { readonly kind: 'take-up' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'press' }
  | { readonly kind: 'time'; readonly ms: number };

export const suspendedForMs = 600_000;
const object = { namespace: 'flux-system', name: 'apps' };
const never = () => new Promise<never>(() => undefined);

/** One accepted rollback, a Flux in memory, and bots that die and come back. */
export async function openWorld(fates: readonly Fate[]) {
  const { desk, store, at } = await openDesk();
  let now = 5000;
  at(now);
  const left = [...fates];
  const flux = { key: '', suspensions: 0, undos: 0, takenBack: 0 };
  let bot = 0;

  /** A write by the bot that is told, which may be dead by then. */
  async function write(self: number, effect: () => void): Promise<'answered' | 'refused'> {
    if (self !== bot) return never();
    const fate = left.shift() ?? 'answered';
    if (fate === 'refused') return 'refused';
    if (fate === 'not-done')
      throw new TransientError('kubernetes-unreachable', 'not sent', { outcome: 'not-done' });
    if (fate !== 'dies-before') effect();
    if (fate === 'dies-before' || fate === 'dies-after') {
      start();
      return never();
    }
    if (fate === 'lost') throw new TransientError('kubernetes-timeout', 'no answer', { outcome: 'unknown' });
    return 'answered';
  }

  async function suspend(self: number, key: string): Promise<'answered' | 'refused'> {
    if (flux.key === key) return 'answered';
    return await write(self, () => {
      flux.key = key;
      flux.suspensions += 1;
    });
  }

  const held = { suspension: { isOwn: true } };

  /** Flux resumes when the workload is not undone. */
  async function takeBack(
    self: number,
    refusal: Extract<WayBackResult, { kind: 'refused' | 'forbidden' }>,
  ): Promise<WayBackResult> {
    const resumed = await write(self, () => {
      flux.key = '';
      flux.takenBack += 1;
    }).catch(() => 'refused');
    return resumed === 'answered' ? refusal : { ...refusal, ...held };
  }

  const notBegun = { kind: 'refused', because: 'not-begun' } as const;

  async function takeUpOnly(self: number, key: string): Promise<WayBackResult> {
    if (self !== bot) return never();
    const isHeld = flux.key === key;
    if (flux.undos > 0) return { kind: 'already-there', ...(isHeld ? held : {}) };
    return isHeld ? takeBack(self, notBegun) : notBegun;
  }

  /** As the way back does it, without its looks. */
  const executorOf = (self: number): WayBackExecutor => ({
    async carryOut({ suspension, takesUpOnly }) {
      const { key } = suspension ?? { key: 'none' };
      if (takesUpOnly === true) return takeUpOnly(self, key);
      if ((await suspend(self, key)) === 'refused')
        return { kind: 'forbidden', rule: 'patch kustomizations' };
      if (flux.undos > 0) return { kind: 'already-there', ...held };
      const undone = await write(self, () => {
        flux.undos += 1;
      });
      if (undone === 'answered') return { kind: 'applied', ...held };
      return takeBack(self, { kind: 'forbidden', rule: 'patch deployments' });
    },
  });

  const controlOf = (self: number): FluxControl => ({
    async resume({ key }) {
      if (self !== bot) return never();
      if (flux.key !== key) return { kind: 'not-held' };
      const resumed = await write(self, () => {
        flux.key = '';
        // Its time was over before anything was done in it: whoever still wants the undo needs another.
        if (flux.undos === 0) flux.takenBack += 1;
      });
      return resumed === 'answered'
        ? { kind: 'resumed' }
        : { kind: 'forbidden', rule: 'patch kustomizations' };
    },
    sourceNews: async () => 'unknown',
  });

  function begin() {
    bot += 1;
    const self = bot;
    const own = { ...desk, serial: createSerial(), onCardChanged: (card: Card) => resumeFlux.consider(card) };
    const runRollback = createRunRollback(
      own,
      () => executorOf(self),
      async () => undefined,
    );
    const resumeFlux = createResumeFlux(
      own,
      () => controlOf(self),
      () => true,
    );
    return { own, runRollback, resumeFlux };
  }
  let parts = begin();
  function start(): void {
    parts = begin();
  }

  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const accepted = mapRollouts(failing, (rollout) => ({
    ...rollout,
    rollback: {
      offerId: 'offer-1',
      by: { userId: 'U1', name: 'Ada' },
      target: revision(42),
      targetLabel: 'v42',
      way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs },
      requestedAt: 4000,
      status: 'approved',
    },
  }));
  await store.transaction((session) => putCard(session, desk, { before: undefined, after: accepted, now }));

  async function current() {
    const card = await store.card(accepted.id);
    if (card === undefined) throw new Error('the card is gone');
    return card;
  }

  async function change(move: (card: Card) => Card): Promise<void> {
    const before = await current();
    const after = settleCard(move(before), before, now);
    await store.transaction((session) => putCard(session, desk, { before, after, now }));
  }

  /** Dead bots never answer: what the living one has begun is given a moment. */
  const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

  async function takeUp(): Promise<void> {
    const { own, runRollback, resumeFlux } = parts;
    await takeUpAgain({
      ...{ store, runRollback, resumeFlux, evidence: [] },
      isOurs: () => true,
      log: own.log,
    });
    await pause();
    await Promise.race([resumeFlux.tick(), pause()]);
    await pause();
  }

  async function play1(step: Step): Promise<void> {
    switch (step.kind) {
      case 'take-up':
        return takeUp();
      case 'restart':
        return start();
      case 'healthy':
        return change((card) =>
          mapRollouts(card, (rollout) => (flux.undos > 0 ? arrived(rollout) : rollout)),
        );
      case 'press':
        return change((card) => mapRollouts(card, pressed));
      case 'time':
        now += step.ms;
        at(now);
        return createKeepCardsInTime(desk, () => now).tick();
    }
  }

  type Rollout = Card['releases'][number]['rollouts'][number];

  function arrived(rollout: Rollout): Rollout {
    const run = rollout.rollback;
    if (run?.status !== 'approved' && run?.status !== 'running') return rollout;
    return {
      ...rollout,
      status: 'rolled-back',
      endedAt: now,
      rollback: { ...run, status: 'done', endedAt: now },
    };
  }

  function pressed(rollout: Rollout): Rollout {
    const run = rollout.rollback;
    if (run === undefined || !isHeldNow(run.suspension)) return rollout;
    return { ...rollout, rollback: { ...run, suspension: { ...run.suspension, endAsked: { at: now } } } };
  }

  return {
    flux,
    play: play1,
    /** Nothing fails any more. */
    calm() {
      left.length = 0;
    },
    run: async () => onlyRollout(await current()).rollback,
  };
}
