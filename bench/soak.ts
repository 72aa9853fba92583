import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fastTimeFlags } from '../sandbox/fast-time/pace.ts';
import type { Bench } from './figure.ts';
import type { SoakAnswer } from './soak/company.ts';
import type { SoakResult, SoakTask } from './soak/play.ts';

const clusters = 10;
const services = 30;
const releasesADay = 40;
/** Of releases, at the least: who measures a bot that sleeps measures nothing. */
const leastShown = 0.99;

/**
 * Whether Shipmate's memory grows: a day of releases in ten clusters, in minutes. The bot, Slack and the clusters live
 * in time that runs fast; nothing else of them is different. `--hours N` and `--minutes N` (of the world) change both.
 */
export const benchSoak: Bench = async (print, args) => {
  const options = { hours: { type: 'string' }, minutes: { type: 'string' } } as const;
  const { hours = '24', minutes = '4' } = parseArgs({ args: [...args], options }).values;
  const scale = (Number(hours) * 60) / Number(minutes);
  const startedAt = performance.now();
  const task: SoakTask = {
    hours: Number(hours),
    clusters,
    services,
    releasesADay,
    pace: { scale, origin: Date.now() },
  };
  const result = await runApart(task);
  const { afterAnHour, atTheEnd, releases, notShown, simulatedHours } = result;
  const shown = releases - notShown.length;
  for (const each of notShown) process.stderr.write(`not shown: ${JSON.stringify(each)}\n`);
  if (shown < leastShown * releases) throw new Error(`only ${shown} of ${releases} releases were shown`);

  const circumstances = {
    simulated_hours: round(simulatedHours, 1),
    clusters,
    releases,
    shown,
    wall_seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
  print({
    figure: 'soak.rss_growth_ratio',
    value: round(atTheEnd.rss / afterAnHour.rss, 3),
    ...circumstances,
  });
  print({
    figure: 'soak.heap_growth_ratio',
    value: round(atTheEnd.heapUsed / afterAnHour.heapUsed, 3),
    ...circumstances,
  });
  print({ figure: 'soak.rss_after_an_hour_mib', value: mebibytes(afterAnHour.rss) });
  print({ figure: 'soak.rss_at_the_end_mib', value: mebibytes(atTheEnd.rss) });
  print({ figure: 'soak.heap_after_an_hour_mib', value: mebibytes(afterAnHour.heapUsed) });
  print({ figure: 'soak.heap_at_the_end_mib', value: mebibytes(atTheEnd.heapUsed) });
};

const company = fileURLToPath(new URL('./soak/company.ts', import.meta.url));
const leash = new URL('../sandbox/leash.ts', import.meta.url).href;

async function runApart(task: SoakTask): Promise<SoakResult> {
  const child = spawn(process.execPath, ['--import', leash, ...fastTimeFlags(task.pace), company], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = await new Promise<SoakAnswer>((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the bench ended with ${code ?? signal}`)));
    child.once('message', (message) => resolve(message as SoakAnswer));
    child.send(task);
  });
  if (answer.kind === 'failed') throw new Error(answer.because);
  return answer.result;
}

function mebibytes(bytes: number): number {
  return round(bytes / 1_048_576, 1);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
