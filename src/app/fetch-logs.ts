import { setTimeout as wait } from 'node:timers/promises';
import { logDocument } from '../../messages/log-file.ts';
import type { ContainerLog } from '../domain/log/log.ts';
import { problemKey } from '../domain/problem/problem.ts';
import {
  attachLogs,
  isForThread,
  isFulfilled,
  type LogWish,
  logsWanted,
  type ReadLog,
  trackedOf,
  type WishedContainer,
} from '../domain/release/attach-log.ts';
import type { Card, LogFile } from '../domain/release/card.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import { TransientError } from '../errors.ts';
import type { LogSource, StoreSession } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';
import { unlessAborted } from './unless-aborted.ts';
import { whyNoLog } from './why-no-log.ts';

export interface FetchLogs {
  /** Reads what the card lacks, once for each problem and restart; the card is shown without it meanwhile. */
  fetchFor(card: Card): void;
  /** Begins nothing more, and waits a moment for what is being read; what is not read by then is still wanted at the next start. */
  stop(): Promise<void>;
  whenIdle(): Promise<void>;
}

export interface FetchLogsOptions {
  readonly sourceOf: (cluster: string) => LogSource | undefined;
  /** Of which clusters the logs are fetched here; those of the others another replica fetches. By default of all. */
  readonly isOurs?: (cluster: string) => boolean;
  /** The most that a file may take. */
  readonly fileBytes: number;
  /** How long to wait before each further attempt, where the API server does not say. */
  readonly retryAfterMs?: readonly number[];
  /** How long the end waits for a log that is being read. */
  readonly momentMs?: number;
}

const usualWaits = [2_000, 10_000];
/** Whoever is told to wait for longer has the sentence meanwhile; the next restart tries again. */
const longestWaitMs = 60_000;
/** An API server that is well answers in it. */
const usualMomentMs = 1_000;

export function createFetchLogs(desk: Desk, options: FetchLogsOptions): FetchLogs {
  const { store, serial, clock, log } = desk;
  const {
    sourceOf,
    fileBytes,
    isOurs = () => true,
    retryAfterMs = usualWaits,
    momentMs = usualMomentMs,
  } = options;
  const underWay = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const givingUp = new AbortController();

  function fetchFor(card: Card): void {
    if (stopping.signal.aborted) return;
    for (const wish of logsWanted(card)) {
      if (!isOurs(wish.workload.cluster)) continue;
      const key = `${card.id} ${workloadKey(wish.workload)} ${wish.revision} ${problemKey(wish.problem)}`;
      if (underWay.has(key)) continue;
      const work = fetch(card, wish)
        .catch((error: unknown) => {
          // What was not read by the end of the program is read after the next start.
          if (!stopping.signal.aborted)
            log.error({ err: error, cardId: card.id }, 'a log could not be stored');
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, work);
    }
  }

  async function fetch(card: Card, wish: LogWish): Promise<void> {
    const reading = wish.containers.map(async (of): Promise<ReadLog> => ({ of, log: await read(wish, of) }));
    const logs = await unlessAborted(givingUp.signal, Promise.all(reading));
    await serial.run(card.owner.service, async () => {
      const changed = await store.transaction(async (session) => {
        const before = await session.card(card.id);
        const isWanted = before !== undefined && !isFulfilled(before, wish);
        return isWanted ? await attach(session, before, { wish, logs }) : undefined;
      });
      if (changed !== undefined) desk.onCardChanged(changed);
    });
  }

  async function attach(
    session: StoreSession,
    before: Card,
    evidence: { readonly wish: LogWish; readonly logs: readonly ReadLog[] },
  ): Promise<Card | undefined> {
    const { wish, logs } = evidence;
    const now = clock.now();
    if (!isForThread(before, wish, logs)) {
      const after = attachLogs(before, wish, { logs });
      return (await putCard(session, desk, { before, after, now })) ? after : undefined;
    }
    const earlierFiles = trackedOf(before, wish)?.reading?.files.length ?? 0;
    const { lines, hidden, containers, ...document } = logDocument(before, evidence, {
      maxBytes: fileBytes,
      earlierFiles,
    });
    const file: LogFile = { slot: `file/${desk.ids.next()}`, lines, hidden, containers };
    const after = attachLogs(before, wish, { logs, file });
    if (!(await putCard(session, desk, { before, after, now }))) return undefined;
    await session.saveAttachment({ cardId: before.id, slot: file.slot, ...document, at: now });
    return after;
  }

  async function read(wish: LogWish, of: WishedContainer): Promise<ContainerLog> {
    const { cluster } = wish.workload;
    const { pod } = wish.problem;
    const source = sourceOf(cluster);
    if (source === undefined) return { kind: 'none', because: `Cluster ${cluster} is not watched any more.` };
    try {
      return await insist(() => source.readLog({ workload: wish.workload, pod, ...of }));
    } catch (error) {
      if (stopping.signal.aborted) throw error;
      log.warn(
        { err: error, workload: workloadKey(wish.workload), pod, container: of.container },
        'a log could not be read',
      );
      return { kind: 'none', because: whyNoLog(error, { pod, cluster }) };
    }
  }

  /** Tries again after what passes; no place among the fetches is held meanwhile. */
  async function insist(attempt: () => Promise<ContainerLog>): Promise<ContainerLog> {
    for (const usualMs of retryAfterMs) {
      try {
        return await attempt();
      } catch (error) {
        const waitMs = error instanceof TransientError ? (error.retryAfterMs ?? usualMs) : Number.NaN;
        if (!(waitMs <= longestWaitMs) || !(await pause(waitMs))) throw error;
      }
    }
    return await attempt();
  }

  /** False when nobody has the time to wait any more. */
  async function pause(ms: number): Promise<boolean> {
    try {
      await wait(ms, undefined, { signal: stopping.signal });
      return true;
    } catch {
      return false;
    }
  }

  async function whenIdle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay.values());
  }

  return {
    fetchFor,
    whenIdle,
    async stop() {
      stopping.abort();
      const moment = setTimeout(() => givingUp.abort(), momentMs);
      await whenIdle();
      clearTimeout(moment);
    },
  };
}
