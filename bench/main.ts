import { benchDelivery } from './delivery.ts';
import { benchFailover } from './failover.ts';
import type { Bench } from './figure.ts';
import { benchLatency } from './latency.ts';
import { benchRevisions } from './revisions.ts';
import { benchRollback } from './rollback.ts';
import { benchSoak } from './soak.ts';
import { benchWatch } from './watch.ts';

const benches: Readonly<Record<string, Bench>> = {
  delivery: benchDelivery,
  failover: benchFailover,
  latency: benchLatency,
  revisions: benchRevisions,
  rollback: benchRollback,
  soak: benchSoak,
  watch: benchWatch,
};

/** `npm run bench -- NAME`: one JSON line per figure on stdout. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const bench = name === undefined ? undefined : benches[name];
  if (bench === undefined) {
    process.stderr.write(
      `Usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
    );
    return 2;
  }
  await bench((figure) => process.stdout.write(`${JSON.stringify(figure)}\n`), args);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
