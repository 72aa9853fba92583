import type { RunResult } from './play/play-run.ts';
import { type RunRequest, runApart } from './run-process.ts';

/**
 * A request that Slack takes up after the bot has given it up, looked for it and not found it, is posted twice: nobody
 * could know. So far behind the stand-ins come only on a machine that has no time for them, and what happens then is
 * not what was planned.
 */
const mostStalledMs = 3_000;

const attempts = 3;

/** Plays a run; again at half the pace when things went wrong on a machine that was too busy for the first one. */
export async function runPatiently(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
  let result = await runApart(request, signal);
  for (
    let attempt = 2, scale = request.scale / 2;
    attempt <= attempts && scale >= 1;
    attempt += 1, scale /= 2
  ) {
    if (result.findings.length === 0 || result.stalledMs <= mostStalledMs) break;
    const { stalledMs, findings, discarded } = result;
    const again = await runApart({ ...request, scale }, signal);
    result = { ...again, discarded: [...discarded, { stalledMs, findings }] };
  }
  return result;
}
