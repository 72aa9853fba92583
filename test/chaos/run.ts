import { planRun } from './plan/plan-run.ts';
import { playRun } from './play/play-run.ts';
import type { RunAnswer, RunTask } from './run-process.ts';

/**
 * One run in a process of its own, which lives in fast time with everything in it. It is on the leash of who started it,
 * as its bots are on its own.
 */
const ending = new AbortController();
// Asked to end, it ends its bots first. A terminal asks the whole group of processes.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => ending.abort(new Error('the run was ended')));
}

process.channel?.ref();
process.once('message', async (task: RunTask) => {
  const answer = await play(task);
  process.send?.(answer, undefined, undefined, () => process.exit());
});

async function play({ plan, pace, keep }: RunTask): Promise<RunAnswer> {
  try {
    const { bots, hasDatabaseServer } = plan;
    const engine = hasDatabaseServer ? 'postgres' : 'sqlite';
    const request = { plan: planRun(plan), pace, bots, engine, keep, signal: ending.signal } as const;
    const result = await playRun(request);
    return { kind: 'played', result };
  } catch (error) {
    return {
      kind: 'failed',
      because: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
