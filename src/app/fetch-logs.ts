import type { LogResult } from '../domain/log/log.ts';
import { attachLog, type LogWish, logsWanted } from '../domain/release/attach-log.ts';
import type { Card } from '../domain/release/card.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { LogSource } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

export interface FetchLogs {
  /** Fetches what the card lacks, once each; the card is shown without it meanwhile. */
  fetchFor(card: Card): void;
  whenIdle(): Promise<void>;
}

/** `isOurs` tells of which clusters the logs are fetched here; those of the others another replica fetches. */
export function createFetchLogs(
  desk: Desk,
  sourceOf: (cluster: string) => LogSource | undefined,
  isOurs: (cluster: string) => boolean = () => true,
): FetchLogs {
  const { store, serial, clock, log } = desk;
  const underWay = new Map<string, Promise<void>>();

  function fetchFor(card: Card): void {
    for (const wish of logsWanted(card)) {
      if (!isOurs(wish.workload.cluster)) continue;
      const key = `${card.id} ${workloadKey(wish.workload)} ${wish.revision} ${wish.problem}`;
      if (underWay.has(key)) continue;
      const work = fetch(card, wish)
        .catch((error: unknown) => log.error({ err: error, cardId: card.id }, 'a log could not be stored'))
        .finally(() => underWay.delete(key));
      underWay.set(key, work);
    }
  }

  async function fetch(card: Card, wish: LogWish): Promise<void> {
    const result = await read(wish);
    await serial.run(card.owner.service, async () => {
      const changed = await store.transaction(async (session) => {
        const before = await session.card(card.id);
        if (before === undefined) return undefined;
        const after = attachLog(before, wish, result);
        return (await putCard(session, desk, { before, after, now: clock.now() })) ? after : undefined;
      });
      if (changed !== undefined) desk.onCardChanged(changed);
    });
  }

  async function read(wish: LogWish): Promise<LogResult> {
    const { workload, pod, container } = wish;
    try {
      const source = sourceOf(workload.cluster);
      if (source === undefined)
        return { kind: 'none', because: `Cluster ${workload.cluster} is not watched any more.` };
      return await source.readLog({ workload, pod, container });
    } catch (error) {
      log.warn({ err: error, workload: workloadKey(workload), pod, container }, 'a log could not be read');
      return {
        kind: 'none',
        because: `The log of ${pod} could not be read; the reason is in Shipmate's own log.`,
      };
    }
  }

  async function whenIdle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay.values());
  }

  return { fetchFor, whenIdle };
}
