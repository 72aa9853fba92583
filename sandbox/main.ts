import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { runBrowserSandbox } from './browser-sandbox.ts';
import { releaseTour } from './tour/release.ts';
import { playTour, type Tour } from './tour/tour.ts';
import { startWorld } from './world.ts';

const tours: readonly Tour[] = [releaseTour];

const usage = `Usage: npm run sandbox -- [--tour [NAME]] [--port PORT]

  without --tour   a page to try everything in; stop it with Ctrl-C
  --tour [NAME]    plays a story without a browser and prints what the channel shows
                   (${tours.map(({ name }) => name).join(', ')}; default ${releaseTour.name})
  --port PORT      port of the page (default 4000)
`;

/** 0: every step was seen · 1: one was not · 2: wrong usage. */
async function main(): Promise<number> {
  const parsed = readArguments();
  if (parsed === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  if (parsed.tour === undefined) return runBrowserSandbox(parsed.port);

  const world = await startWorld({ pace: 0.7, log: pino({ level: 'warn' }, pino.destination(2)) });
  try {
    const print = (line: string) => process.stdout.write(`${line}\n`);
    const { isComplete, transcript } = await playTour(parsed.tour, world, {
      print,
      now: () => performance.now(),
    });
    print(`\n${transcript}\n`);
    print(isComplete ? 'Every step was seen.' : 'A step was not seen.');
    return isComplete ? 0 : 1;
  } finally {
    await world.close();
  }
}

function readArguments(): { tour: Tour | undefined; port: number } | undefined {
  try {
    const { values, positionals } = parseArgs({
      options: { tour: { type: 'boolean' }, port: { type: 'string', default: '4000' } },
      allowPositionals: true,
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
    if (values.tour !== true) return positionals.length === 0 ? { tour: undefined, port } : undefined;
    const tour = tours.find(({ name }) => name === (positionals[0] ?? releaseTour.name));
    return tour === undefined || positionals.length > 1 ? undefined : { tour, port };
  } catch {
    return undefined;
  }
}

process.exitCode = await main();
