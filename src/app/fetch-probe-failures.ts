import type { ProbeFailure } from '../domain/problem/probe-failure.ts';
import {
  attachProbeFailure,
  type ProbeWish,
  probeFailuresWanted,
} from '../domain/release/attach-probe-failure.ts';
import type { Card } from '../domain/release/card.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { ProbeFailureSource } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface FetchProbeFailures {
  /** Asks what the card lacks, once each; the card is shown without it meanwhile. */
  fetchFor(card: Card): void;
  /** Begins nothing more, and waits a moment for what was asked; what is not answered by then is asked at the next start. */
  stop(): Promise<void>;
  whenIdle(): Promise<void>;
}

/** An API server that is well answers in it. */
const usualMomentMs = 1_000;

/** Fetches what probes answered: evidence like logs, and like them never a reason to call something a problem. */
export function createFetchProbeFailures(
  desk: Desk,
  options: {
    readonly sourceOf: (cluster: string) => ProbeFailureSource | undefined;
    /** Which clusters are asked from here; another replica asks the others. */
    readonly isOurs: (cluster: string) => boolean;
    /** How long the end waits for an answer. */
    readonly momentMs?: number;
  },
): FetchProbeFailures {
  const { sourceOf, isOurs, momentMs = usualMomentMs } = options;
  const { store, serial, clock, log } = desk;
  const underWay = new Map<string, Promise<void>>();
  const toldRefusals = new Set<string>();
  const givingUp = new AbortController();
  let isStopping = false;

  function fetchFor(card: Card): void {
    if (isStopping) return;
    for (const wish of probeFailuresWanted(card)) {
      if (!isOurs(wish.workload.cluster)) continue;
      const key = `${card.id} ${workloadKey(wish.workload)} ${wish.revision} ${wish.problem}`;
      if (underWay.has(key)) continue;
      const work = fetch(card, wish)
        .catch((error: unknown) => {
          if (!givingUp.signal.aborted)
            log.error({ err: error, cardId: card.id }, 'a failure of a probe could not be stored');
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, work);
    }
  }

  async function fetch(card: Card, wish: ProbeWish): Promise<void> {
    const failure = await unlessAborted(givingUp.signal, read(wish));
    await serial.run(card.owner.service, async () => {
      const changed = await store.transaction(async (session) => {
        const before = await session.card(card.id);
        if (before === undefined) return undefined;
        const after = attachProbeFailure(before, wish, failure);
        return (await putCard(session, desk, { before, after, now: clock.now() })) ? after : undefined;
      });
      if (changed !== undefined) desk.onCardChanged(changed);
    });
  }

  async function read(wish: ProbeWish): Promise<ProbeFailure | undefined> {
    const { workload, pod } = wish;
    try {
      return await sourceOf(workload.cluster)?.readProbeFailure(wish);
    } catch (error) {
      // A right that is missing is missing for every pod: once is enough.
      const reason = error instanceof Error ? error.message : String(error);
      if (!toldRefusals.has(reason)) {
        toldRefusals.add(reason);
        log.warn({ workload: workloadKey(workload), pod, reason }, 'What a probe answered could not be read');
      }
      return undefined;
    }
  }

  async function whenIdle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay.values());
  }

  async function stop(): Promise<void> {
    isStopping = true;
    const moment = setTimeout(() => givingUp.abort(), momentMs);
    await whenIdle();
    clearTimeout(moment);
  }

  return { fetchFor, stop, whenIdle };
}
