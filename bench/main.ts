import type { Bench } from './figure.ts';
import { benchLatency } from './latency.ts';

const benches: Readonly<Record<string, Bench>> = { latency: benchLatency };

/** `npm run bench -- NAME`: one JSON line per figure on stdout. */
async function main(name: string | undefined): Promise<number> {
  const bench = name === undefined ? undefined : benches[name];
  if (bench === undefined) {
    process.stderr.write(
      `Usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
    );
    return 2;
  }
  await bench((figure) => process.stdout.write(`${JSON.stringify(figure)}\n`));
  return 0;
}

process.exitCode = await main(process.argv[2]);
