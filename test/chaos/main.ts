import { type ChaosRequest, readArguments, usage } from './arguments.ts';
import { runPatiently } from './patient-run.ts';
import { chaosFigures, failureText, isFine, type Outcome, outcomeLine, planRequest } from './report.ts';

const tell = (text: string) => process.stderr.write(`${text}\n`);

/** 0: what people saw was what happened, in every run · 1: it was not, or a run broke · 2: wrong usage. */
async function main(words: readonly string[]): Promise<number> {
  const asked = readArguments(words);
  if (asked.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (asked.kind === 'wrong') {
    tell(`${asked.because}\n\n${usage}`);
    return 2;
  }
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort());
  const outcomes = await playAll(asked.request, ending.signal);
  for (const figure of chaosFigures(outcomes, asked.request)) {
    process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
  return outcomes.length > 0 && outcomes.every(isFine) ? 0 : 1;
}

/** Plays the runs side by side, in so many lanes; tells of each as it ends. */
async function playAll(request: ChaosRequest, signal: AbortSignal): Promise<readonly Outcome[]> {
  const { runs, seed, lanes, minutes = Number.POSITIVE_INFINITY } = request;
  const endAt = performance.now() + minutes * 60_000;
  const outcomes: Outcome[] = [];
  let next = seed;

  async function playLane(): Promise<void> {
    while (next < seed + runs && performance.now() < endAt && !signal.aborted) {
      const own = next;
      next += 1;
      const startedAt = performance.now();
      const outcome = await playOne(request, own, signal);
      if (signal.aborted) return;
      outcomes.push(outcome);
      tell(outcomeLine(outcome, (performance.now() - startedAt) / 1_000));
      if (!isFine(outcome)) tell(failureText(outcome, request));
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, runs) }, playLane));
  return outcomes;
}

async function playOne(request: ChaosRequest, seed: number, signal: AbortSignal): Promise<Outcome> {
  try {
    const { scale, keep } = request;
    const plan = planRequest(request, seed);
    return { kind: 'played', seed, result: await runPatiently({ plan, scale, keep }, signal) };
  } catch (error) {
    return { kind: 'failed', seed, because: error instanceof Error ? error.message : String(error) };
  }
}

process.exitCode = await main(process.argv.slice(2));
