import { planRun } from './plan/plan-run.ts';
import { playRun } from './play/play-run.ts';
import type { RunAnswer, RunTask } from './run-process.ts';

/**
 * One run in a process of its own, which lives in fast time with everything in it. It is on the leash of who started it,
 * as its bots are on its own.
 */
process.channel?.ref();
process.once('message', async (task: RunTask) => {
  const { scale, origin } = task.pace;
  const ending = new AbortController();
  // Asked to end, it ends its bots first.
  process.once('SIGTERM', () => ending.abort(new Error('the run was ended')));
  const answer = (message: RunAnswer) =>
    process.send?.(message, undefined, undefined, () => {
      process.disconnect();
    });
  try {
    const plan = planRun(task.plan);
    const result = await playRun({
      plan,
      pace: { scale, origin },
      bots: task.plan.bots,
      signal: ending.signal,
    });
    answer({ kind: 'played', result });
  } catch (error) {
    answer({
      kind: 'failed',
      because: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
