import { setTimeout as wait } from 'node:timers/promises';
import { type BotProcess, type BotProcessOptions, spawnBot } from '../../../sandbox/bot-process.ts';
import { untilReady } from '../../../sandbox/until-ready.ts';

/** Runs one bot, as a Deployment of one replica would: it is started again when it was killed. */
export interface Supervisor {
  /** Resolves when it runs; whether it becomes ready is another matter. */
  start(): Promise<void>;
  /** Resolves when it is gone; does nothing when it does not run. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Where it listens now, if it does. */
  url(): string | undefined;
  untilReady(withinMs: number): Promise<void>;
  /** What went wrong with the process itself: it ended when nobody had ended it. */
  readonly mishaps: readonly string[];
  /** The last lines of its log. */
  readonly logged: readonly string[];
}

const mostLines = 40_000;
const lastWords = 15;
/** As a kubelet waits before it starts a container again. */
const restartAfterMs = 5_000;
/** A bot that does not come up within this is stuck. */
const startWithinMs = 15 * 60_000;

export function createSupervisor(
  options: Omit<BotProcessOptions, 'onLog'> & {
    readonly onUrl: (url: string) => void;
    /** Whether a bot that has said this may end by itself: one that finds no store does. */
    readonly mayEnd: (lastWords: readonly string[]) => boolean;
  },
): Supervisor {
  const mishaps: string[] = [];
  const logged: string[] = [];
  let bot: BotProcess | undefined;
  let url: string | undefined;
  let expected: BotProcess | undefined;

  const mayEndNow = () => options.mayEnd(logged.slice(-lastWords));
  const onLog = (line: string) => {
    logged.push(line);
    if (logged.length > mostLines) logged.shift();
  };

  function watch(started: BotProcess): void {
    started.url.then(
      (listens) => {
        if (bot !== started) return;
        url = listens;
        options.onUrl(listens);
      },
      () => undefined,
    );
    void started.ended.then(({ code, signal }) => {
      if (bot === started) {
        bot = undefined;
        url = undefined;
      }
      if (expected === started) return;
      if (mayEndNow()) return startAgain();
      mishaps.push(`the bot ended by itself with ${code ?? signal}: ${logged.slice(-15).join('\n')}`);
    });
  }

  function startAgain(): void {
    setTimeout(() => {
      start().catch((error: unknown) => mishaps.push(`the bot could not be started: ${String(error)}`));
    }, restartAfterMs);
  }

  async function start(): Promise<void> {
    if (bot !== undefined) return;
    const started = await spawnBot({ ...options, onLog });
    onLog(`── a bot is started (process ${started.child.pid})`);
    bot = started;
    watch(started);
  }

  return {
    mishaps,
    logged,
    url: () => url,
    start,
    async end(signal) {
      const ending = bot;
      if (ending === undefined) return;
      expected = ending;
      onLog(`── ${signal}`);
      const { code } = await ending.end(signal);
      // It may have been about to end by itself.
      if (signal === 'SIGTERM' && code !== 0 && code !== null && !mayEndNow())
        mishaps.push(`asked to stop, the bot ended with ${code}`);
    },
    async untilReady(withinMs) {
      const giveUpAt = Date.now() + Math.min(withinMs, startWithinMs);
      while (mishaps.length === 0 && Date.now() < giveUpAt) {
        const started = bot;
        const listens = await started?.url.catch(() => undefined);
        if (started === undefined || listens === undefined) {
          await wait(restartAfterMs / 5);
          continue;
        }
        return await untilReady(listens, () => !started.isRunning(), giveUpAt - Date.now());
      }
      throw new Error(`the bot does not run: ${[...mishaps, ...logged].slice(-lastWords).join('\n')}`);
    },
  };
}
