import { expect } from 'vitest';
import { createFetchLogs } from '../../src/app/fetch-logs.ts';
import { putCard } from '../../src/app/put-card.ts';
import type { ContainerLog } from '../../src/domain/log/log.ts';
import { readWhole } from '../../src/domain/log/tail.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Card } from '../../src/domain/release/card.ts';
import type { LogRequest, LogSource } from '../../src/ports.ts';
import { look, onlyRollout, openCard, play } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

/** A log as it is read. */
export function logOf(text: string): ContainerLog {
  return { kind: 'log', ...readWhole(new TextEncoder().encode(text), { isPrevious: true }) };
}

export const cardWith = (...problems: readonly Problem[]) => openCard(look(43, { problems }));

interface LogDeskOptions {
  readonly read?: LogSource['readLog'];
  readonly retryAfterMs?: readonly number[];
  readonly fileBytes?: number;
  readonly momentMs?: number;
  /** The end of the channel's quiet hours. */
  readonly quietUntil?: number;
}

/** A stored card, and what reads its logs. */
export async function openLogs(card: Card, options: LogDeskOptions = {}) {
  const opened = await openDesk();
  const { store } = opened;
  const { settings } = opened.desk;
  const { quietUntil } = options;
  const isQuiet = (now: number) => quietUntil !== undefined && now < quietUntil;
  const quiet = {
    ...settings.quiet,
    quietUntil: (_: string, now: number) => (isQuiet(now) ? quietUntil : undefined),
  };
  const desk = { ...opened.desk, settings: { ...settings, quiet } };
  await putCard(store, desk, { before: undefined, after: card, now: 0 });
  const requests: LogRequest[] = [];
  const read = options.read ?? (async () => logOf('starting\nfatal: cannot start\n'));
  const readLog = (request: LogRequest) => {
    requests.push(request);
    return read(request);
  };
  const { retryAfterMs = [], fileBytes = 262_144, momentMs = 1_000 } = options;
  const limits = { fileBytes, retryAfterMs, momentMs };
  const fetchLogs = createFetchLogs(desk, { sourceOf: () => ({ readLog }), ...limits });
  const stored = async () => (await store.card('card-1')) ?? expect.fail('the card is gone');
  return {
    ...opened,
    desk,
    fetchLogs,
    requests,
    stored,
    async problem() {
      return onlyRollout(await stored()).problems[0] ?? expect.fail('the problem is gone');
    },
    /** Looks at the workload go on, and what they bring is fetched. */
    async see(...looks: readonly Problem[]) {
      for (const problem of looks) {
        const before = await stored();
        const after = play(before, look(43, { problems: [problem] }));
        await putCard(store, desk, { before, after, now: 0 });
        fetchLogs.fetchFor(await stored());
        await fetchLogs.whenIdle();
      }
    },
  };
}
