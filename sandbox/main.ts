import { pino } from 'pino';
import { UserError } from '../src/errors.ts';
import { defaultPort, readArguments } from './arguments.ts';
import { runBrowserSandbox } from './browser-sandbox.ts';
import { releaseTour } from './tour/release.ts';
import { rollbackTour } from './tour/rollback.ts';
import { playTour, type Tour } from './tour/tour.ts';

const tours: Readonly<Record<string, Tour>> = {
  [releaseTour.name]: releaseTour,
  [rollbackTour.name]: rollbackTour,
};

const usage = `Usage: npm run sandbox -- [--tour [NAME]] [--port PORT]

  without --tour   a page to try everything in; stop it with Ctrl-C
  --tour [NAME]    plays a story without a browser and prints what the channel shows
                   (${Object.keys(tours).join(', ')}; default ${releaseTour.name})
  --port PORT      port of the page (default ${defaultPort}; 0 takes any free one)
  --help           prints this
`;

/** 0: every step was seen · 1: one was not, or it could not start · 2: wrong usage. */
async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2), Object.keys(tours));
  switch (asked.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'wrong':
      process.stderr.write(`${asked.because}\n\n${usage}`);
      return 2;
    case 'page':
      return explained(() => runBrowserSandbox(asked.port));
    case 'tour':
      return play(tours[asked.name] ?? releaseTour);
  }
}

async function play(tour: Tour): Promise<number> {
  const opened = await tour.open({ pace: 0.7, log: pino({ level: 'warn' }, pino.destination(2)) });
  try {
    const print = (line: string) => process.stdout.write(`${line}\n`);
    const { isComplete, transcript } = await playTour(tour, opened, {
      print,
      now: () => performance.now(),
    });
    print(`\n${transcript}\n`);
    print(isComplete ? 'Every step was seen.' : 'A step was not seen.');
    return isComplete ? 0 : 1;
  } finally {
    await opened.world.close();
  }
}

/** What a person can put right is a sentence; only what we did wrong has a stack. */
async function explained(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main();
