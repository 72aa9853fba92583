import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fastTimeFlags, type Pace } from '../../sandbox/fast-time/pace.ts';
import type { PlanRequest } from './plan/plan-run.ts';
import type { RunResult } from './play/play-run.ts';

export interface RunTask {
  readonly plan: PlanRequest;
  readonly pace: Pace;
  readonly keep?: string | undefined;
}

export interface RunRequest {
  readonly plan: PlanRequest;
  readonly scale: number;
  readonly keep?: string | undefined;
}

export type RunAnswer =
  | { readonly kind: 'played'; readonly result: RunResult }
  | { readonly kind: 'failed'; readonly because: string };

const program = fileURLToPath(new URL('./run.ts', import.meta.url));
const leash = new URL('../../sandbox/leash.ts', import.meta.url).href;

/** Plays one run in a process of its own. Rejects when the run could not be played to its end. */
export async function runApart(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
  const pace: Pace = { scale: request.scale, origin: Date.now() };
  const child = spawn(process.execPath, ['--import', leash, ...fastTimeFlags(pace), program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const onAbort = () => child.kill('SIGTERM');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    child.send({ plan: request.plan, pace, keep: request.keep } satisfies RunTask);
    const answer = await answerOf(child);
    await ended(child);
    if (answer.kind === 'failed') throw new Error(`seed ${request.plan.seed}: ${answer.because}`);
    return answer.result;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function answerOf(child: ChildProcess): Promise<RunAnswer> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the run ended with ${code ?? signal}`)));
    child.once('error', reject);
    child.once('message', (answer) => resolve(answer as RunAnswer));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
